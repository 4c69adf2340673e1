using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>
/// Section <c>Gateway:TestNumbers</c>: numbers for an app store's reviewers and for tests of a whole sign-in. Each entry has an end,
/// because what is forgotten there keeps a code from whoever gets the number next.
/// </summary>
/// <param name="entries">None of which overlaps another.</param>
public sealed class TestNumbers(IReadOnlyList<TestNumber> entries)
{
    public static readonly TestNumbers None = new([]);

    /// <summary>The entry that the number is in; null for one like any other.</summary>
    public TestNumber? Find(PhoneNumber number, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            if (entry.Has(number))
            {
                return entry.HasEndedAt(now) ? null : entry;
            }
        }

        return null;
    }

    /// <summary>A warning, beginning with its key, for each entry that has ended.</summary>
    public IEnumerable<string> Warnings(DateTimeOffset now) =>
        from entry in entries
        where entry.HasEndedAt(now)
        select $"{entry.Key}__Until: has passed, so these are numbers like any other again; remove the entry, or give it another end";

    public static TestNumbers Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var entries = new List<TestNumber>();
        foreach (var child in reader.Children())
        {
            if (TestNumber.Read(child) is not { } entry)
            {
                continue;
            }

            if (entries.Find(entry.Overlaps) is { } other)
            {
                child.Error("Number", $"has numbers that are in another entry already, {other.Key}");
            }

            entries.Add(entry);
        }

        return new TestNumbers(entries);
    }
}
