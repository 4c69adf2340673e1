using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Admission;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Carriers;

/// <summary>Switches a carrier off: an entry of the block list.</summary>
internal sealed class CarrierOffCommand : CliCommand
{
    private readonly Argument<string> _name = CarrierName.New();
    private readonly EntryTerms _terms = new();
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public CarrierOffCommand()
        : base(
            "off",
            "Send nothing more by a carrier: its messages go to the next of their route, and where there is none they wait. It holds on all gateways of the store within seconds.",
            new(
                $"{CliApp.Name} carriers off twilio --for 2h --reason \"their status page says so\"",
                "for a while; the rest from the environment"
            ),
            new($"{CliApp.Name} carriers off twilio", "until it is switched on; the rest likewise")
        )
    {
        Add(_name);
        Add([.. _terms.Options, _url, _key]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        return await _terms.PutAsync(
            "api/admission/blocks",
            "Switched off",
            "until it is switched on",
            CarrierName.Field,
            invocation.Get(_name)!,
            gateway,
            invocation,
            cancellationToken
        );
    }
}

/// <summary>Switches it on: takes the entry away.</summary>
internal sealed class CarrierOnCommand : CliCommand
{
    private readonly Argument<string> _name = CarrierName.New();
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public CarrierOnCommand()
        : base(
            "on",
            "Send by a carrier again that was switched off.",
            new Example($"{CliApp.Name} carriers on twilio", "the rest from the environment")
        )
    {
        Add(_name);
        Add(_url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = invocation.Get(_name)!;
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var answer = await gateway.OperateAsync(
            HttpMethod.Delete,
            $"api/admission/blocks?{CarrierName.Field}={Uri.EscapeDataString(name)}",
            cancellationToken
        );
        if (answer is { Status: 404, Json: not null })
        {
            throw new CliException($"No carrier '{name}' is switched off. `{CliApp.Name} carriers` shows which are.");
        }

        if (answer.Status != 204)
        {
            throw OrderRefusal.Of(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(new JsonObject { ["switchedOn"] = name });
        }
        else
        {
            invocation.Environment.Out.WriteLine(Tables.Clean($"Switched on: carrier {name}."));
        }

        return ExitCodes.Ok;
    }
}

/// <summary>The carrier by its name.</summary>
internal static class CarrierName
{
    /// <summary>In the gateway's orders.</summary>
    public const string Field = "carrier";

    public static Argument<string> New() => new("name") { Description = "The carrier's configured name." };
}
