using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>Puts a tenant back as it was before it was connected.</summary>
internal sealed class DisconnectCommand : CliCommand
{
    private readonly TenantSettings _tenant = new(
        "read:connections and update:connections; for Actions read:, update: and delete: of actions and of phone_providers, create:actions"
    );
    private readonly SecretSetting _twilioToken = new(
        "--twilio-token-file",
        "TWILIO_AUTH_TOKEN",
        "auth token of a former Twilio phone provider, which Auth0 never shows"
    );
    private readonly ChangeSettings _change = new(
        auto: "whichever has an undo file here.",
        force: "Put back although somebody else changed the tenant since; their change is lost."
    );

    public DisconnectCommand()
        : base(
            "disconnect",
            "Put Auth0 back as it was before connect: a connection's options to the byte, or phone provider and Action. "
                + "Shows the change, asks, and reads back; if it cannot, it says why and writes nothing.",
            new(
                $"{CliApp.Name} auth0 disconnect --domain example.eu.auth0.com --client-id abc --client-secret-file client.txt",
                "shows the change and asks"
            ),
            new(
                $"{CliApp.Name} auth0 disconnect --dry-run",
                "only shows what would change; everything from the environment"
            )
        )
    {
        Add([.. _tenant.Options, _twilioToken, .. _change.Options]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var twilioToken = await invocation.FindSecretAsync(_twilioToken, cancellationToken);
        using var api = await _tenant.OpenAsync(invocation, cancellationToken);
        if (twilioToken is not null)
        {
            api.Hide(twilioToken);
        }

        var run = _change.Start(invocation);
        var phone = _tenant.StateOfPhone(invocation, api);
        var mode = _change.Mode(invocation);
        if (mode == ChangeSettings.Action || (mode == ChangeSettings.Auto && phone.Read() is not null))
        {
            return await new TenantChange<ActionState>(
                new ActionSide(api, run, twilioToken: twilioToken),
                phone,
                run
            ).DisconnectAsync(cancellationToken);
        }

        var connection = _tenant.Choose(invocation, await api.ConnectionsAsync(cancellationToken));
        var side = new ConnectionSide(api, run, connection, gateway: null);
        return await new TenantChange<ConnectionState>(
            side,
            _tenant.StateOf(invocation, api, connection),
            run
        ).DisconnectAsync(cancellationToken);
    }
}
