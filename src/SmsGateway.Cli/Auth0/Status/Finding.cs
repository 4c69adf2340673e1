using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Auth0.Status;

internal enum FindingKind
{
    Good,

    /// <summary>Works, but somebody should know.</summary>
    Note,

    /// <summary>Looks well, and may not be: what decides cannot be seen from here.</summary>
    Warning,

    /// <summary>Codes will not arrive, or not by the gateway.</summary>
    Wrong,
}

/// <param name="Kind">How bad it is.</param>
/// <param name="What">A sentence, without secrets.</param>
/// <param name="Fix">What to do.</param>
internal sealed record Finding(FindingKind Kind, string What, string? Fix = null)
{
    public static Finding Good(string what) => new(FindingKind.Good, what);

    public static Finding Note(string what, string? fix = null) => new(FindingKind.Note, what, fix);

    public static Finding Warning(string what, string fix) => new(FindingKind.Warning, what, fix);

    public static Finding Wrong(string what, string fix) => new(FindingKind.Wrong, what, fix);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind.ToString().ToLowerInvariant(), ["what"] = What };
        if (Fix is not null)
        {
            json["fix"] = Fix;
        }

        return json;
    }
}

/// <summary>Adds to what was found.</summary>
internal static class FindingList
{
    public static void Good(this List<Finding> findings, string what) => findings.Add(Finding.Good(what));

    public static void Note(this List<Finding> findings, string what, string? fix = null) =>
        findings.Add(Finding.Note(what, fix));

    public static void Warning(this List<Finding> findings, string what, string fix) =>
        findings.Add(Finding.Warning(what, fix));

    public static void Wrong(this List<Finding> findings, string what, string fix) =>
        findings.Add(Finding.Wrong(what, fix));
}
