using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>The rules that look at nothing but the number, the cheapest and the ones that no attacker wears out.</summary>
public static class NumberRules
{
    /// <param name="recipient">Who is to get the message.</param>
    /// <param name="options">What goes for all callers.</param>
    /// <param name="regionsOfCaller">The caller's own list, in the place of the general one; empty when it has none.</param>
    /// <returns>The rule that refuses it, the kind before the region; <see cref="AdmissionRule.None"/> when none does.</returns>
    public static AdmissionRule Check(
        PhoneNumber recipient,
        NumberRulesOptions options,
        IReadOnlySet<string> regionsOfCaller
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(regionsOfCaller);
        if (recipient.IsOneOf(options.RefusedKinds))
        {
            return AdmissionRule.Kind;
        }

        return RegionRule.Allows(recipient.Region, regionsOfCaller.Count > 0 ? regionsOfCaller : options.Regions)
            ? AdmissionRule.None
            : AdmissionRule.Region;
    }
}
