using System.Text.Json;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>
/// The five steps of every change: read, plan, confirm and keep, write, read back. The order makes every interruption harmless:
/// what undoing takes is on the disk before Auth0 is asked to change anything, and says what was being written; a next run
/// compares with that.
/// </summary>
internal sealed class TenantChange<TState>(ITenantSide<TState> side, StateFile<TState> file, ChangeRun run)
    where TState : UndoState
{
    public async Task<int> ConnectAsync(CancellationToken cancellationToken)
    {
        var state = file.Read();
        var found = await ReadAsync(state, cancellationToken);
        if (side.IsConnected(state))
        {
            return Finish(state, found);
        }

        MustBeForced(
            found,
            "--force takes what is there now as what disconnect shall put back; 'auth0 disconnect --force' puts back what was there before."
        );
        // With --force, what is there now is what disconnect shall put back.
        var basis = found == TenantFound.Changed ? null : state;
        run.Tell($"{Title}:");
        if (
            !await run.MayChangeAsync(
                side.Plan(basis),
                $"Write this, and keep what undoing takes in {file.Path} (only you can read it)?",
                cancellationToken
            )
        )
        {
            return run.End();
        }

        var kept = await side.KeepAsync(basis, cancellationToken);
        if (found == TenantFound.Changed)
        {
            run.Tell($"The former undo file is now {file.SetAside(run.Now)}.");
        }

        file.Write(kept);
        MustBeAsWritten(await side.ApplyAsync(cancellationToken));
        file.Write(side.Finished(kept));
        return Verified($"Connected, and read back. 'auth0 disconnect' needs {file.Path}. {side.Remark}");
    }

    public async Task<int> DisconnectAsync(CancellationToken cancellationToken)
    {
        if (file.Read() is not { } state)
        {
            throw new CliException(
                $"There is no undo file {file.Path}: it was not connected from here, or --state names another folder. What was there before is not known."
            );
        }

        var found = await ReadAsync(state, cancellationToken);
        if (found == TenantFound.Original)
        {
            if (!run.IsDry)
            {
                file.Delete();
            }

            return run.End("All is as it was before connect; there is nothing to put back.");
        }

        MustBeForced(
            found,
            $"To put back what was there at {state.Since:u} would undo that too; --force does it all the same."
        );
        var plan = side.PlanUndo(state);
        run.Tell($"{Title}, back to {state.Since:u}:");
        if (!await run.MayChangeAsync(plan, "Put this back?", cancellationToken))
        {
            return run.End();
        }

        MustBeAsWritten(await side.UndoAsync(state, cancellationToken));
        file.Delete();
        return Verified("Put back, and read back. The undo file is deleted.");
    }

    private string Title => $"{char.ToUpperInvariant(side.ToString()![0])}{side.ToString()![1..]}";

    private async Task<TenantFound> ReadAsync(TState? state, CancellationToken cancellationToken)
    {
        run.Report["mode"] = side.Mode;
        run.Report["state"] = file.Path;
        var found = await side.ReadAsync(state, cancellationToken);
        run.Report["found"] = JsonNamingPolicy.CamelCase.ConvertName(found.ToString());
        if (found == TenantFound.Changed)
        {
            run.Tell(["Changed since by somebody else:", .. side.ChangesSince(state!).Select(change => "  " + change)]);
        }

        return found;
    }

    /// <summary>Auth0 has it already; what is missing is at most the end of an earlier run.</summary>
    private int Finish(TState? state, TenantFound found)
    {
        run.Report["changed"] = false;
        if (found == TenantFound.Unfinished && !run.IsDry)
        {
            file.Write(side.Finished(state!));
            run.Report["verified"] = true;
        }

        return run.End(
            found switch
            {
                TenantFound.Unfinished when run.IsDry =>
                    "Everything is there; without --dry-run, the earlier run is finished.",
                TenantFound.Unfinished =>
                    "An earlier run ended between its write and its check: everything is there, and checked now. Connected.",
                TenantFound.Untouched =>
                    "Already connected; nothing to do. (Not by this tool from here: there is no undo file, so disconnect cannot put anything back.)",
                TenantFound.Original =>
                    "Already connected; nothing to do. It was so before: disconnect would change nothing.",
                TenantFound.Changed =>
                    "Already connected; nothing to do. Other options were changed since: disconnect will ask for --force.",
                _ => "Already connected; nothing to do.",
            }
        );
    }

    private void MustBeForced(TenantFound found, string otherwise)
    {
        if (found == TenantFound.Changed && !run.Force)
        {
            throw new CliException($"Somebody changed {side} since it was connected; nothing was written. {otherwise}");
        }
    }

    private void MustBeAsWritten(IReadOnlyList<string> differences)
    {
        if (differences.Count > 0)
        {
            throw new CliException(
                "Auth0 took it, but what it has now differs (somebody may have written at the same moment); run it again:\n  "
                    + string.Join("\n  ", differences)
                    + $"\nWhat was there before is in {file.Path}."
            );
        }
    }

    private int Verified(string result)
    {
        run.Report["changed"] = true;
        run.Report["verified"] = true;
        return run.End(result);
    }
}
