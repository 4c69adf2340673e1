using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck;

internal sealed record Finding(Position At, string Message)
{
    public override string ToString() => $"{At}: {Message}";
}

/// <summary>Collects mistakes, each once, and what could not be checked.</summary>
internal sealed class Findings
{
    private readonly HashSet<Finding> _findings = [];
    private readonly SortedSet<string> _uncovered = new(StringComparer.Ordinal);

    public IReadOnlyList<Finding> All => [.. _findings.OrderBy(finding => finding.At).ThenBy(finding => finding.Message, StringComparer.Ordinal)];

    public IReadOnlyCollection<string> Uncovered => _uncovered;

    public void Add(Position at, string message) => _findings.Add(new Finding(at, message));

    /// <summary>Something that this check cannot judge.</summary>
    public void NotCovered(string what) => _uncovered.Add(what);
}
