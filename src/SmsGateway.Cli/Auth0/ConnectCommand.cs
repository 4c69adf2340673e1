using System.CommandLine;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>Has a tenant send its codes by the gateway.</summary>
internal sealed class ConnectCommand : LeafCommand
{
    private readonly TenantSettings _tenant = new("read:connections and update:connections; for Actions read:, create: and update: of actions and of phone_providers");
    private readonly GatewaySettings _gateway = new();
    private readonly Option<string> _mode = ConnectMode.Option("action if the tenant has a phone provider that is switched on, since Auth0 ignores the connection's gateway then; else connection.");
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the change, and write nothing." };
    private readonly Option<bool> _force = new("--force") { Description = "Go on although somebody else changed the tenant since it was connected." };

    public ConnectCommand()
        : base(
            "connect",
            "Have Auth0 send its codes by the gateway. Shows the change and asks, keeps what undoing takes, and reads back what it wrote. "
            + "After an interruption, run it again: it goes on.")
    {
        _tenant.AddTo(this);
        _gateway.AddTo(this);
        Add(_mode);
        Add(_yes);
        Add(_dryRun);
        Add(_force);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new(
            $"{CliApp.Name} auth0 connect --domain example.eu.auth0.com --client-id abc --url https://sms.example.com --subject urn:Auth0 --audience urn:sms-gateway --dry-run",
            "what would change; asks for the two secrets"),
        new($"{CliApp.Name} auth0 connect --yes", "everything from the environment, such as AUTH0_DOMAIN and SMS_GATEWAY_URL; asks nothing"),
        new($"{CliApp.Name} auth0 connect --mode action", "a tenant from after March 2025 that has no phone provider yet"),
    ];

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var gateway = _gateway.Require(invocation);
        if (gateway.Url.Scheme != Uri.UriSchemeHttps)
        {
            invocation.Note("The gateway's address is on this machine: Auth0 itself will not reach it.");
        }

        using var api = await _tenant.OpenAsync(invocation, cancellationToken);
        api.Hide(gateway.Secret);
        var run = new ConnectRun(invocation, invocation.Get(_yes), invocation.Get(_dryRun), invocation.Get(_force));
        if (await IsByActionAsync(invocation, api, cancellationToken))
        {
            return await new ActionConnector(api, _tenant.StateOfPhone(invocation, api), run).ConnectAsync(gateway, cancellationToken);
        }

        var connection = _tenant.Choose(invocation, await api.ConnectionsAsync(cancellationToken));
        return await new ConnectionConnector(api, _tenant.StateOf(invocation, api, connection), run).ConnectAsync(connection, gateway, cancellationToken);
    }

    private async Task<bool> IsByActionAsync(Invocation invocation, ManagementApi api, CancellationToken cancellationToken)
    {
        switch (invocation.Get(_mode))
        {
            case ConnectMode.Action:
                return true;
            case ConnectMode.Connection:
                return false;
        }

        // An earlier run by Action that was cut off before it had made the provider is to be finished.
        if (_tenant.StateOfPhone(invocation, api).Read() is not null)
        {
            return true;
        }

        if (await api.PhoneProvidersAsync(mayLackScope: true, cancellationToken) is { } providers)
        {
            return providers.Any(provider => !provider.Disabled);
        }

        invocation.Note("Whether this tenant ignores its connections' gateways cannot be seen: the token lacks the scope read:phone_providers. Going on with the connection; --mode decides.");
        return false;
    }
}
