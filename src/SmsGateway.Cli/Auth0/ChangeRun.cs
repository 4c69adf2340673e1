using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>One run that changes a tenant: what was asked for, and how its steps are told.</summary>
internal sealed class ChangeRun(Invocation invocation, bool yes, bool dryRun, bool force)
{
    public JsonObject Report { get; } = [];

    public bool Force => force;

    /// <summary>Nothing may be written, undo files included.</summary>
    public bool IsDry => dryRun;

    /// <summary>Whether the change is made without anybody's having seen it.</summary>
    public bool IsUnseen => !dryRun && (yes || !invocation.Environment.CanAsk);

    public DateTimeOffset Now => invocation.Environment.Time.GetUtcNow();

    /// <summary>Lines for people: the result, or progress when the result is a document.</summary>
    public void Tell(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            (invocation.Json ? invocation.Environment.Error : invocation.Environment.Out).WriteLine(line);
        }
    }

    /// <summary>Tells all changes, and whether they may be made.</summary>
    /// <returns>False: nothing is to be written.</returns>
    public async Task<bool> MayChangeAsync(
        IReadOnlyList<string> changes,
        string question,
        CancellationToken cancellationToken
    )
    {
        Tell(changes.Select(change => "  " + change));
        Report["changes"] = new JsonArray([.. changes.Select(change => (JsonNode)change)]);
        if (dryRun)
        {
            Tell("Nothing was written (--dry-run).");
            Report["dryRun"] = true;
            return false;
        }

        if (yes || await invocation.ConfirmAsync(question, "--yes", cancellationToken))
        {
            return true;
        }

        Tell("Nothing was written.");
        Report["declined"] = true;
        return false;
    }

    public int End(string result)
    {
        Tell(result);
        Report["result"] = result;
        return End();
    }

    public int End()
    {
        if (invocation.Json)
        {
            invocation.Write(Report);
        }

        return ExitCodes.Ok;
    }
}
