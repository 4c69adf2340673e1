using System.Text.Json.Nodes;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>An sms connection, whose options name the gateway.</summary>
internal sealed class ConnectionSide : ITenantSide<ConnectionState>
{
    private readonly ManagementApi _api;
    private readonly ChangeRun _run;
    private readonly string? _wanted;
    private SmsConnection _connection;
    private TenantFound _found;

    /// <param name="api">Of its tenant.</param>
    /// <param name="run">Hears what there is to tell.</param>
    /// <param name="connection">As it was read.</param>
    /// <param name="gateway">What it is to name; null for whoever only undoes.</param>
    public ConnectionSide(ManagementApi api, ChangeRun run, SmsConnection connection, GatewayCredentials? gateway)
    {
        (_api, _run, _connection) = (api, run, connection);
        _wanted = gateway is null ? null : ConnectionOptions.Apply(connection.Options, gateway);
    }

    public string Mode => ChangeSettings.Connection;

    public string Remark => "It holds the options as they were, secrets included: keep it to yourself.";

    public override string ToString() => $"connection {_connection}";

    public static TenantFound Find(ConnectionState? state, string options) =>
        state switch
        {
            null => TenantFound.Untouched,
            // What is being written comes first: for a second change it can be the same as what was there.
            { Writing: { } writing } when JsonObjectText.Means(options, writing) => TenantFound.Unfinished,
            { Written: { } written } when JsonObjectText.Means(options, written) => TenantFound.Written,
            _ when JsonObjectText.Means(options, state.Original) => TenantFound.Original,
            _ => TenantFound.Changed,
        };

    public Task<TenantFound> ReadAsync(ConnectionState? state, CancellationToken cancellationToken)
    {
        _run.Report["connection"] = new JsonObject { ["id"] = _connection.Id, ["name"] = _connection.Name };
        _found = Find(state, _connection.Options);
        if (state?.Writing is not null && _found != TenantFound.Changed)
        {
            _run.Tell(
                _found switch
                {
                    TenantFound.Original =>
                        "An earlier run ended before its write reached Auth0: the connection is as it was.",
                    TenantFound.Written =>
                        "An earlier run ended before its second change reached Auth0: the connection is as the first one left it.",
                    _ => "An earlier run ended before it had checked its write; Auth0 has it.",
                }
            );
        }

        return Task.FromResult(_found);
    }

    public bool IsConnected(ConnectionState? state) =>
        _wanted is not null && JsonObjectText.Means(_wanted, _connection.Options);

    public IReadOnlyList<string> ChangesSince(ConnectionState state) =>
        Lines(OptionsDiff.Between(state.Writing ?? state.Written ?? state.Original, _connection.Options));

    public IReadOnlyList<string> Plan(ConnectionState? state)
    {
        var before = JsonObjectText.Parse(_connection.Options);
        return before["twilio_sid"] is not null && before["twilio_token"] is null
            ?
            [
                .. Lines(OptionsDiff.Between(_connection.Options, _wanted!)),
                "! Auth0 does not show twilio_token here, so disconnect cannot put it back: have it at hand",
            ]
            : Lines(OptionsDiff.Between(_connection.Options, _wanted!));
    }

    public async Task<ConnectionState> KeepAsync(ConnectionState? state, CancellationToken cancellationToken)
    {
        await MustBeUnchangedAsync(cancellationToken);
        var kept =
            state is not null && _found is TenantFound.Written or TenantFound.Unfinished
                ? state! with
                {
                    Written = _connection.Options,
                }
                : new ConnectionState
                {
                    Tenant = _api.Tenant,
                    ConnectionId = _connection.Id,
                    ConnectionName = _connection.Name,
                    Since = _run.Now,
                    Original = _connection.Options,
                };
        return kept with { Writing = _wanted };
    }

    public Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken) =>
        WriteAsync(_wanted!, cancellationToken);

    public ConnectionState Finished(ConnectionState state) =>
        state with
        {
            Written = _connection.Options,
            Writing = null,
        };

    public IReadOnlyList<string> PlanUndo(ConnectionState state) =>
        Lines(OptionsDiff.Between(_connection.Options, state.Original));

    public async Task<IReadOnlyList<string>> UndoAsync(ConnectionState state, CancellationToken cancellationToken)
    {
        await MustBeUnchangedAsync(cancellationToken);
        return await WriteAsync(state.Original, cancellationToken);
    }

    /// <summary>There is no lock in Auth0; looking again just before the write leaves others only moments.</summary>
    private async Task MustBeUnchangedAsync(CancellationToken cancellationToken)
    {
        var now = await _api.ConnectionAsync(_connection.Id, cancellationToken);
        if (!JsonObjectText.Means(now.Options, _connection.Options))
        {
            throw new CliException(
                $"Somebody changed {this} just now; nothing was written. Run it again to see the difference."
            );
        }
    }

    private async Task<IReadOnlyList<string>> WriteAsync(string options, CancellationToken cancellationToken)
    {
        await _api.UpdateAsync(ManagedKind.Connection, _connection.Id, $"{{\"options\":{options}}}", cancellationToken);
        _connection = await _api.ConnectionAsync(_connection.Id, cancellationToken);
        var differences = OptionsDiff.Between(options, _connection.Options);
        // Defaults that Auth0 adds by itself are no loss.
        if (differences.Any(difference => difference.Before is not null))
        {
            return Lines(differences);
        }

        _run.Tell(differences.Select(added => $"Auth0 added: {added}"));
        return [];
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<OptionChange> changes) =>
        [.. changes.Select(change => change.ToString())];
}
