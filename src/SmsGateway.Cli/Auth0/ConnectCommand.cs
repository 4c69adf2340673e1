using System.CommandLine;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>Has a tenant send its codes by the gateway.</summary>
internal sealed class ConnectCommand : LeafCommand
{
    private readonly TenantSettings _tenant = new("read:connections, update:connections and read:phone_providers; for Actions read:, create: and update: of actions and of phone_providers");
    private readonly GatewaySettings _gateway = new(isRequired: true);
    private readonly Option<string> _mode = ConnectMode.Option("action if the tenant has a phone provider that is switched on, since Auth0 ignores the connection's gateway then; else connection, which must be said where nobody is asked.");
    private readonly Option<bool> _yes = Settings.Yes();
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
        new($"{CliApp.Name} auth0 connect --mode connection --yes", "everything from the environment, such as AUTH0_DOMAIN and SMS_GATEWAY_URL; asks nothing"),
        new($"{CliApp.Name} auth0 connect --mode action", "a tenant from after March 2025 that has no phone provider yet; the rest from the environment"),
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
        var state = _tenant.StateOf(invocation, api, connection);
        // Where it has been connected from here, somebody has decided before.
        if ((invocation.Get(_mode) is null or ConnectMode.Auto) && state.Read() is null)
        {
            WarnOfNewerTenants(invocation, run);
        }

        return await new ConnectionConnector(api, state, run).ConnectAsync(connection, gateway, cancellationToken);
    }

    /// <summary>Auth0's interfaces do not tell how old a tenant is, and a newer one takes the options all the same.</summary>
    /// <exception cref="CliException">Nobody is there to read it before the change is made.</exception>
    private void WarnOfNewerTenants(Invocation invocation, ConnectRun run)
    {
        if (!run.IsDry && (invocation.Get(_yes) || !invocation.Environment.CanAsk))
        {
            throw CliException.Usage(
                $"{_mode.Name} must be given where nobody is asked: no phone provider that is switched on was found. {ConnectMode.OnlyOlderTenants} Nothing was written.");
        }

        run.Tell($"Careful: {ConnectMode.OnlyOlderTenants}");
        run.Report["warning"] = ConnectMode.OnlyOlderTenants;
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

        invocation.Note("Whether this tenant ignores its connections' gateways cannot be seen: the token lacks the scope read:phone_providers.");
        return false;
    }
}
