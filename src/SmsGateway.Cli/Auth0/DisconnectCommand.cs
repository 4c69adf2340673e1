using System.CommandLine;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>Puts a tenant back as it was before it was connected.</summary>
internal sealed class DisconnectCommand : LeafCommand
{
    private readonly TenantSettings _tenant = new("read:connections and update:connections; for Actions read:, update: and delete: of actions and of phone_providers, create:actions");
    private readonly SecretSetting _twilioToken = new("--twilio-token-file", "TWILIO_AUTH_TOKEN", "auth token of a former Twilio phone provider, which Auth0 never shows");
    private readonly Option<string> _mode = ConnectMode.Option("whichever has an undo file here.");
    private readonly Option<bool> _yes = Settings.Yes();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the change, and write nothing." };
    private readonly Option<bool> _force = new("--force") { Description = "Put back although somebody else changed the tenant since; their change is lost." };

    public DisconnectCommand()
        : base(
            "disconnect",
            "Put Auth0 back as it was before connect: a connection's options to the byte, or phone provider and Action. "
            + "Shows the change, asks, and reads back; if it cannot, it says why and writes nothing.")
    {
        _tenant.AddTo(this);
        Add(_twilioToken);
        Add(_mode);
        Add(_yes);
        Add(_dryRun);
        Add(_force);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new($"{CliApp.Name} auth0 disconnect --domain example.eu.auth0.com --client-id abc --client-secret-file client.txt", "shows the change and asks"),
        new($"{CliApp.Name} auth0 disconnect --dry-run", "only shows what would change; everything from the environment"),
    ];

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var twilioToken = invocation.FindSecret(_twilioToken);
        using var api = await _tenant.OpenAsync(invocation, cancellationToken);
        if (twilioToken is not null)
        {
            api.Hide(twilioToken);
        }

        var run = new ConnectRun(invocation, invocation.Get(_yes), invocation.Get(_dryRun), invocation.Get(_force));
        var phone = _tenant.StateOfPhone(invocation, api);
        var mode = invocation.Get(_mode) ?? ConnectMode.Auto;
        if (mode == ConnectMode.Action || (mode == ConnectMode.Auto && phone.Read() is not null))
        {
            return await new ActionDisconnector(api, phone, run).DisconnectAsync(twilioToken, cancellationToken);
        }

        var connection = _tenant.Choose(invocation, await api.ConnectionsAsync(cancellationToken));
        return await new ConnectionConnector(api, _tenant.StateOf(invocation, api, connection), run).DisconnectAsync(connection, cancellationToken);
    }
}
