using System.CommandLine;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>The options of a command that changes a tenant.</summary>
/// <param name="auto">What happens without --mode.</param>
/// <param name="force">What --force does.</param>
internal sealed class ChangeSettings(string auto, string force)
{
    public const string Auto = "auto";
    public const string Connection = "connection";
    public const string Action = "action";

    private readonly Option<string> _mode = new Option<string>("--mode")
    {
        HelpName = $"{Auto}|{Connection}|{Action}",
        Description =
            $"connection: the sms connection calls the gateway (tenants from before March 2025). action: an Action and a custom phone provider do, for the whole tenant. auto: {auto} [default: {Auto}]",
    }.AcceptOnlyFromAmong(Auto, Connection, Action);

    private readonly Option<bool> _yes = Settings.Yes();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the change, and write nothing." };
    private readonly Option<bool> _force = new("--force") { Description = force };

    public IReadOnlyList<Option> Options => [_mode, _yes, _dryRun, _force];

    public string Mode(Invocation invocation) => invocation.Get(_mode) ?? Auto;

    public ChangeRun Start(Invocation invocation) =>
        new(invocation, invocation.Get(_yes), invocation.Get(_dryRun), invocation.Get(_force));
}
