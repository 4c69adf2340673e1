using System.Collections.Frozen;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>Of section <c>Gateway:Admission</c>, what is decided by the number alone.</summary>
public sealed record NumberRulesOptions
{
    /// <value>The regions that messages may go to, as <see cref="PhoneNumber.Region"/> has them; empty (default) for all.</value>
    public IReadOnlySet<string> Regions { get; init; } = FrozenSet<string>.Empty;

    /// <value>Kinds of number that nothing is sent to. Default: premium, toll-free, shared cost, satellite, pager and personal.</value>
    public IReadOnlySet<NumberKind> RefusedKinds { get; init; } = KindRule.RefusedByDefault;

    /// <param name="reader">The section, which has other keys as well.</param>
    /// <param name="isListUsed">Whether any caller goes by the general list; false when each has its own, and an empty one risks nothing.</param>
    public static NumberRulesOptions Read(ConfigurationReader reader, bool isListUsed = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new NumberRulesOptions
        {
            Regions = RegionKeys.List(reader, "Regions"),
            RefusedKinds = KindRule.Read(reader.Section("Kinds")),
        };
        if (isListUsed && options.Regions.Count == 0)
        {
            reader.Warn(
                "Regions",
                "is empty, so codes go to numbers of every country: whoever finds a sign-up form can have thousands of texts sent, "
                    + "at your cost, to numbers that earn them money. List the countries of your users, such as "
                    + $"{reader.KeyOf("Regions")}__0=AU"
            );
        }

        return options;
    }
}
