using System.Collections.Frozen;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>What becomes of a message to a number of some kind.</summary>
public enum KindSwitch
{
    /// <summary>It is not accepted.</summary>
    Refuse,

    /// <summary>The other rules decide.</summary>
    Allow,
}

/// <summary>
/// Kinds of number that nothing is sent to, whatever their region. The ones refused by default are those that pay whoever holds them,
/// cost a multiple of others, or are not read by the person who waits for a code.
/// </summary>
internal static class KindRule
{
    /// <summary>Those with a switch; the others are where people get their codes, or are not known well enough to be refused.</summary>
    private static readonly (NumberKind Kind, KindSwitch Default)[] Switches =
    [
        (NumberKind.Premium, KindSwitch.Refuse),
        (NumberKind.TollFree, KindSwitch.Refuse),
        (NumberKind.SharedCost, KindSwitch.Refuse),
        (NumberKind.Satellite, KindSwitch.Refuse),
        (NumberKind.Pager, KindSwitch.Refuse),
        (NumberKind.Personal, KindSwitch.Refuse),
        (NumberKind.Voip, KindSwitch.Allow),
        (NumberKind.FixedLine, KindSwitch.Allow),
    ];

    public static FrozenSet<NumberKind> RefusedByDefault { get; } =
        Switches.Where(entry => entry.Default == KindSwitch.Refuse).Select(entry => entry.Kind).ToFrozenSet();

    /// <param name="reader">Of the section whose keys are kinds.</param>
    public static FrozenSet<NumberKind> Read(ConfigurationReader reader)
    {
        var refused = new HashSet<NumberKind>();
        foreach (var (kind, byDefault) in Switches)
        {
            if (reader.Choice(kind.ToString(), byDefault) == KindSwitch.Refuse)
            {
                refused.Add(kind);
            }
        }

        reader.RejectUnknownKeys();
        return refused.ToFrozenSet();
    }
}
