using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>One run that changes a tenant: what was asked for, and how its steps are told.</summary>
internal sealed class ConnectRun(Invocation invocation, bool yes, bool dryRun, bool force)
{
    public JsonObject Report { get; } = [];

    public bool Force => force;

    /// <summary>Nothing may be written, undo files included.</summary>
    public bool IsDry => dryRun;

    public DateTimeOffset Now => invocation.Environment.Time.GetUtcNow();

    /// <summary>A line for people: the result, or progress when the result is a document.</summary>
    public void Tell(string line)
    {
        if (invocation.Json)
        {
            invocation.Note(line);
        }
        else
        {
            invocation.Environment.Out.WriteLine(line);
        }
    }

    /// <summary>Tells all changes, and whether they may be made.</summary>
    /// <returns>False: nothing is to be written.</returns>
    public bool MayChange(IReadOnlyList<string> changes, string question)
    {
        foreach (var change in changes)
        {
            Tell("  " + change);
        }

        Report["changes"] = new JsonArray([.. changes.Select(change => (JsonNode)change)]);
        if (dryRun)
        {
            Tell("Nothing was written (--dry-run).");
            Report["dryRun"] = true;
            return false;
        }

        if (yes || invocation.Confirm(question, "--yes"))
        {
            return true;
        }

        Tell("Nothing was written.");
        Report["declined"] = true;
        return false;
    }

    public int End(string result, int exitCode = ExitCodes.Ok)
    {
        Tell(result);
        Report["result"] = result;
        return Write(exitCode);
    }

    public int Write(int exitCode = ExitCodes.Ok)
    {
        if (invocation.Json)
        {
            invocation.Write(Report);
        }

        return exitCode;
    }
}
