using System.Text.Json;
using SmsGateway.Cli.Auth0.Management;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>
/// Points an sms connection at the gateway, and back. The order makes every interruption harmless: what undoing takes is on
/// the disk before Auth0 is asked to change anything, and says what was being written; a next run compares with that.
/// </summary>
internal sealed class ConnectionConnector(ManagementApi api, StateFile<ConnectionState> file, ConnectRun run)
{
    public async Task<int> ConnectAsync(SmsConnection connection, GatewaySide gateway, CancellationToken cancellationToken)
    {
        var state = file.Read();
        var found = ConnectionFinding.Of(state, connection.Options);
        var wanted = ConnectionOptions.Apply(connection.Options, gateway);
        Describe(connection, found, state);
        if (JsonObjectText.Means(wanted, connection.Options))
        {
            return Finish(connection, state, found);
        }

        if (found == ConnectionFound.Changed && !run.Force)
        {
            TellSince(state!, connection.Options);
            throw new CliException(
                $"Somebody changed connection {connection} since it was connected; nothing was written. "
                + "--force takes what is there now as what disconnect shall put back; 'auth0 disconnect --force' puts back what was there before.");
        }

        run.Tell($"Connection {connection}:");
        List<string> plan = [.. Lines(OptionsDiff.Between(connection.Options, wanted))];
        var before = JsonObjectText.Parse(connection.Options);
        if (before["twilio_sid"] is not null && before["twilio_token"] is null)
        {
            plan.Add("! Auth0 does not show twilio_token here, so disconnect cannot put it back: have it at hand");
        }

        if (!run.MayChange(plan, $"Write this, and keep the present options in {file.Path} (with their secrets)?"))
        {
            return run.Write();
        }

        if (found == ConnectionFound.Changed)
        {
            run.Tell($"The former undo file is now {file.SetAside(run.Now)}.");
            state = null;
        }

        await MustBeUnchangedAsync(connection, cancellationToken);
        state = found is ConnectionFound.Written or ConnectionFound.Unfinished
            ? state!.With(connection.Options, wanted)
            : NewState(connection).With(null, wanted);
        file.Write(state);
        await api.WriteOptionsAsync(connection.Id, wanted, cancellationToken);
        var stored = await VerifyAsync(connection.Id, wanted, cancellationToken);
        file.Write(state.With(stored, null));
        run.Report["changed"] = true;
        run.Report["verified"] = true;
        return run.End($"Connected, and read back. {file.Path} holds the options as they were, secrets included: 'auth0 disconnect' needs it; keep it to yourself.");
    }

    public async Task<int> DisconnectAsync(SmsConnection connection, CancellationToken cancellationToken)
    {
        if (file.Read() is not { } state)
        {
            throw new CliException(
                $"There is no undo file {file.Path}: connection {connection} was not connected from here, or --state names another folder. What its options were before is not known.");
        }

        var found = ConnectionFinding.Of(state, connection.Options);
        Describe(connection, found, state);
        if (found == ConnectionFound.Original)
        {
            if (!run.IsDry)
            {
                file.Delete();
            }

            return run.End("Its options are already as they were; there is nothing to put back.");
        }

        if (found == ConnectionFound.Changed)
        {
            TellSince(state, connection.Options);
            if (!run.Force)
            {
                throw new CliException($"Somebody changed connection {connection} since it was connected, and putting back the options of {state.Since:u} would undo that too; nothing was written. --force does it all the same.");
            }
        }

        run.Tell($"Connection {connection}, back to the options of {state.Since:u}:");
        if (!run.MayChange(Lines(OptionsDiff.Between(connection.Options, state.Original)), "Put this back?"))
        {
            return run.Write();
        }

        await MustBeUnchangedAsync(connection, cancellationToken);
        await api.WriteOptionsAsync(connection.Id, state.Original, cancellationToken);
        await VerifyAsync(connection.Id, state.Original, cancellationToken);
        file.Delete();
        run.Report["changed"] = true;
        run.Report["verified"] = true;
        return run.End("Put back, and read back. The undo file is deleted.");
    }

    /// <summary>Auth0 has it already; what is missing is at most the end of an earlier run.</summary>
    private int Finish(SmsConnection connection, ConnectionState? state, ConnectionFound found)
    {
        run.Report["changed"] = false;
        switch (found)
        {
            case ConnectionFound.Unfinished when run.IsDry:
                return run.End("The options are there; without --dry-run, the earlier run is finished.");
            case ConnectionFound.Unfinished:
                file.Write(state!.With(connection.Options, null));
                run.Report["verified"] = true;
                return run.End("An earlier run ended between its write and its check: the options are there, and checked now. Connected.");
            case ConnectionFound.Untouched:
                return run.End("Already connected; nothing to do. (Not by this tool from here: there is no undo file, so disconnect cannot put anything back.)");
            case ConnectionFound.Original:
                return run.End("Already connected; nothing to do. It was so before: disconnect would change nothing.");
            case ConnectionFound.Changed:
                TellSince(state!, connection.Options);
                return run.End("Already connected; nothing to do. Other options were changed since: disconnect will ask for --force.");
            default:
                return run.End("Already connected; nothing to do.");
        }
    }

    private void Describe(SmsConnection connection, ConnectionFound found, ConnectionState? state)
    {
        run.Report["mode"] = "connection";
        run.Report["connection"] = new System.Text.Json.Nodes.JsonObject { ["id"] = connection.Id, ["name"] = connection.Name };
        run.Report["found"] = JsonNamingPolicy.CamelCase.ConvertName(found.ToString());
        run.Report["state"] = file.Path;
        if (found == ConnectionFound.Original && state!.Writing is not null)
        {
            run.Tell("An earlier run ended before its write reached Auth0: the connection is as it was.");
        }
        else if (found == ConnectionFound.Unfinished)
        {
            run.Tell("An earlier run ended before it had checked its write; Auth0 has it.");
        }
        else if (found == ConnectionFound.Written && state!.Writing is not null)
        {
            run.Tell("An earlier run ended before its second change reached Auth0: the connection is as the first one left it.");
        }
    }

    private void TellSince(ConnectionState state, string options)
    {
        run.Tell("Changed since by somebody else:");
        foreach (var line in Lines(OptionsDiff.Between(state.Writing ?? state.Written ?? state.Original, options)))
        {
            run.Tell("  " + line);
        }
    }

    private ConnectionState NewState(SmsConnection connection) => new()
    {
        Tenant = api.Tenant,
        ConnectionId = connection.Id,
        ConnectionName = connection.Name,
        Since = run.Now,
        Original = connection.Options,
    };

    /// <summary>There is no lock in Auth0; looking again just before the write leaves others only moments.</summary>
    private async Task MustBeUnchangedAsync(SmsConnection connection, CancellationToken cancellationToken)
    {
        var now = await api.ConnectionAsync(connection.Id, cancellationToken);
        if (!JsonObjectText.Means(now.Options, connection.Options))
        {
            throw new CliException($"Somebody changed connection {connection} just now; nothing was written. Run it again to see the difference.");
        }
    }

    /// <returns>The options as Auth0 has them.</returns>
    private async Task<string> VerifyAsync(string id, string written, CancellationToken cancellationToken)
    {
        var stored = (await api.ConnectionAsync(id, cancellationToken)).Options;
        var differences = OptionsDiff.Between(written, stored);
        // Defaults that Auth0 adds by itself are no loss.
        if (differences.Any(difference => difference.Before is not null))
        {
            throw new CliException(
                "Auth0 took the options, but what it has now differs (somebody may have written at the same moment):\n  "
                + string.Join("\n  ", Lines(differences)) + $"\nWhat was there before is in {file.Path}.");
        }

        foreach (var line in Lines(differences))
        {
            run.Tell($"Auth0 added: {line}");
        }

        return stored;
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<OptionChange> changes) => [.. changes.Select(change => change.ToString())];
}
