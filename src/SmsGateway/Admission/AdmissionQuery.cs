namespace SmsGateway.Admission;

/// <summary>Which refusals and near misses an operator wants to see.</summary>
/// <param name="Rule">A reason code; null for all.</param>
/// <param name="Caller">A caller's name; null for all.</param>
/// <param name="Region">ISO 3166-1; null for all.</param>
/// <param name="Max">How many, the newest.</param>
public sealed record AdmissionQuery(
    string? Rule = null,
    string? Caller = null,
    string? Region = null,
    int Max = AdmissionQuery.Most
)
{
    /// <summary>No more are kept.</summary>
    public const int Most = AdmissionLedger.MostRecords;

    internal bool Has(AdmissionNote note) =>
        Fits(Rule, AdmissionRules.ReasonOf(note.Told)) && Fits(Caller, note.Caller) && Fits(Region, note.Region);

    private static bool Fits(string? wanted, string value) =>
        string.IsNullOrEmpty(wanted) || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}
