using System.CommandLine;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Auth0.Status;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>Has a tenant send its codes by the gateway.</summary>
internal sealed class ConnectCommand : CliCommand
{
    /// <summary>What to know before a connection is relied upon.</summary>
    private const string OnlyOlderTenants =
        "Auth0 calls a connection's gateway only in tenants created before March 2025 (--mode connection); in a newer one no code comes this way, and it needs --mode action.";

    private readonly TenantSettings _tenant = new(
        "read:connections, update:connections and read:phone_providers; for Actions read:, create: and update: of actions and of phone_providers"
    );
    private readonly GatewaySettings _gateway = new(isRequired: true);
    private readonly ChangeSettings _change = new(
        auto: "action if the tenant has a phone provider that is switched on, since Auth0 ignores the connection's gateway then; else connection, which must be said where nobody is asked.",
        force: "Go on although somebody else changed the tenant since it was connected."
    );

    private readonly Option<bool> _noProbe = GatewayProbe.Without();

    public ConnectCommand()
        : base(
            "connect",
            "Have Auth0 send its codes by the gateway. Tries the gateway first, shows the change and asks, keeps what undoing takes, and reads back what it wrote. "
                + "After an interruption, run it again: it goes on.",
            new(
                $"{CliApp.Name} auth0 connect --domain example.eu.auth0.com --client-id abc --url https://sms.example.com --subject urn:Auth0 --audience urn:sms-gateway --dry-run",
                "what would change; asks for the two secrets"
            ),
            new(
                $"{CliApp.Name} auth0 connect --mode connection --yes",
                "everything from the environment, such as AUTH0_DOMAIN and SMS_GATEWAY_URL; asks nothing"
            ),
            new(
                $"{CliApp.Name} auth0 connect --mode action",
                "a tenant from after March 2025 that has no phone provider yet; the rest from the environment"
            )
        )
    {
        Add([.. _tenant.Options, .. _gateway.Options, .. _change.Options, _noProbe]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var gateway = await _gateway.RequireAsync(invocation, cancellationToken);
        if (gateway.Url.Scheme != Uri.UriSchemeHttps)
        {
            invocation.Note("The gateway's address is on this machine: Auth0 itself will not reach it.");
        }

        using var api = await _tenant.OpenAsync(invocation, cancellationToken);
        api.Hide(gateway.Caller.Secret);
        var run = _change.Start(invocation);
        Func<CancellationToken, Task<int>> connectAsync = await IsByActionAsync(invocation, api, cancellationToken)
            ? new TenantChange<ActionState>(
                new ActionSide(api, run, gateway),
                _tenant.StateOfPhone(invocation, api),
                run
            ).ConnectAsync
            : (await ByConnectionAsync(invocation, run, api, gateway, cancellationToken)).ConnectAsync;
        var isWell = invocation.Get(_noProbe) || await ProbeAsync(invocation, run, gateway, cancellationToken);
        var exitCode = await connectAsync(cancellationToken);
        return isWell ? exitCode : ExitCodes.Failed;
    }

    /// <summary>A tenant must not be given a gateway that takes none of its codes.</summary>
    /// <returns>Whether it takes them; in a dry run it is only told.</returns>
    /// <exception cref="CliException">It does not.</exception>
    private static async Task<bool> ProbeAsync(
        Invocation invocation,
        ChangeRun run,
        GatewayCredentials gateway,
        CancellationToken cancellationToken
    )
    {
        var finding = await GatewayProbe.TryAsync(
            invocation.Environment,
            new Uri(gateway.Url, ".."),
            gateway.Caller,
            cancellationToken
        );
        var isWell = finding.Kind == FindingKind.Good;
        if (!isWell && !run.IsDry)
        {
            throw new CliException(
                $"{finding.What} Nothing was written. To mend it: {finding.Fix!.TrimEnd('.')}. --no-probe connects all the same."
            );
        }

        run.Tell(
            isWell ? finding.What : $"{finding.What} Without --dry-run it would end here. To mend it: {finding.Fix}"
        );
        run.Report["probe"] = finding.ToJson();
        return isWell;
    }

    private async Task<TenantChange<ConnectionState>> ByConnectionAsync(
        Invocation invocation,
        ChangeRun run,
        ManagementApi api,
        GatewayCredentials gateway,
        CancellationToken cancellationToken
    )
    {
        var connection = _tenant.Choose(invocation, await api.ConnectionsAsync(cancellationToken));
        var state = _tenant.StateOf(invocation, api, connection);
        // Where it has been connected from here, somebody has decided before.
        if (_change.Mode(invocation) == ChangeSettings.Auto && state.Read() is null)
        {
            WarnOfNewerTenants(run);
        }

        return new TenantChange<ConnectionState>(new ConnectionSide(api, run, connection, gateway), state, run);
    }

    /// <summary>Auth0's interfaces do not tell how old a tenant is, and a newer one takes the options all the same.</summary>
    /// <exception cref="CliException">Nobody is there to read it before the change is made.</exception>
    private static void WarnOfNewerTenants(ChangeRun run)
    {
        if (run.IsUnseen)
        {
            throw CliException.Usage(
                $"--mode must be given where nobody is asked: no phone provider that is switched on was found. {OnlyOlderTenants} Nothing was written."
            );
        }

        run.Tell($"Careful: {OnlyOlderTenants}");
        run.Report["warning"] = OnlyOlderTenants;
    }

    private async Task<bool> IsByActionAsync(
        Invocation invocation,
        ManagementApi api,
        CancellationToken cancellationToken
    )
    {
        if (_change.Mode(invocation) is var mode and not ChangeSettings.Auto)
        {
            return mode == ChangeSettings.Action;
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

        invocation.Note(
            "Whether this tenant ignores its connections' gateways cannot be seen: the token lacks the scope read:phone_providers."
        );
        return false;
    }
}
