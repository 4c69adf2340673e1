using System.Runtime.InteropServices;

namespace SmsGateway.Admission;

/// <summary>What is to become of a message.</summary>
/// <param name="RefusedBy">The rule that refuses it; <see cref="AdmissionRule.None"/> when it is admitted.</param>
/// <param name="RetryAt">When the rule has room again, in Unix milliseconds; 0 when it never has.</param>
/// <param name="Recorded">The rules that would refuse it, were they not only recording.</param>
/// <param name="TripsHold">Whether the number block is held from now on.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdmissionDecision(
    AdmissionRule RefusedBy,
    long RetryAt = 0,
    AdmissionRuleSet Recorded = default,
    bool TripsHold = false
)
{
    public bool IsAdmitted => RefusedBy == AdmissionRule.None;
}

/// <summary>What would be decided of a message, had it come now.</summary>
/// <param name="Decision">By the lists, then by the counts.</param>
/// <param name="RetryAfter">How long until there is room; zero when there is, or never will be.</param>
/// <param name="IsTrusted">Whether the operators' allow list holds it.</param>
/// <param name="IsTestNumber">Whether it would be kept for an operator instead of sent.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdmissionLook(
    AdmissionDecision Decision,
    TimeSpan RetryAfter,
    bool IsTrusted,
    bool IsTestNumber
);

/// <summary>A set of rules.</summary>
public readonly record struct AdmissionRuleSet(int Bits)
{
    public bool IsEmpty => Bits == 0;

    public AdmissionRuleSet With(AdmissionRule rule) => new(Bits | (1 << (int)rule));

    public bool Contains(AdmissionRule rule) => (Bits & (1 << (int)rule)) != 0;

    public IEnumerable<AdmissionRule> Rules => Enum.GetValues<AdmissionRule>().Where(Contains);
}
