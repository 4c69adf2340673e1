using System.Globalization;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>One number, or all from one to another, whose messages an operator reads in the place of a phone's owner, until a day.</summary>
/// <param name="First">The number, or the lowest of them.</param>
/// <param name="Last">The highest; of the same length.</param>
/// <param name="Until">From this moment on they are numbers like any other.</param>
/// <param name="Key">Of the entry in the settings.</param>
public sealed record TestNumber(PhoneNumber First, PhoneNumber Last, DateTimeOffset Until, string Key)
{
    /// <summary>A whole block is somebody's customers, not numbers for tests.</summary>
    public const int MostNumbers = 10_000;

    public bool Has(PhoneNumber number) => IsNotAfter(First, number) && IsNotAfter(number, Last);

    public bool HasEndedAt(DateTimeOffset now) => now >= Until;

    public bool Overlaps(TestNumber other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsNotAfter(First, other.Last) && IsNotAfter(other.First, Last);
    }

    /// <param name="reader">Of the entry's section; gets every mistake.</param>
    /// <returns>Null for an entry with a mistake.</returns>
    public static TestNumber? Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var first = Number(reader, "Number", reader.Required("Number"));
        var last = reader.Optional("To") is { } to ? Number(reader, "To", to) : first;
        reader.Required("Until");
        var until = reader.Moment("Until");
        reader.RejectUnknownKeys();
        if (first is not { } from || last is not { } upTo)
        {
            return null;
        }

        if (Mistake(from, upTo) is { } mistake)
        {
            reader.Error("To", mistake);
            return null;
        }

        return until is { } end ? new TestNumber(from, upTo, end, reader.Key) : null;
    }

    private static string? Mistake(PhoneNumber first, PhoneNumber last) =>
        first.E164.Length != last.E164.Length ? "must have as many digits as Number"
        : !IsNotAfter(first, last) ? "must not come before Number"
        : ValueOf(last) - ValueOf(first) >= MostNumbers ? $"must be one of the {MostNumbers} numbers from Number on"
        : null;

    private static PhoneNumber? Number(ConfigurationReader reader, string key, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (PhoneNumber.TryParse(text, out var number))
        {
            return number;
        }

        reader.Error(key, "must be a number with its country code after a plus sign, such as +61491570156");
        return null;
    }

    /// <summary>Of two numbers with as many digits; false for any others.</summary>
    private static bool IsNotAfter(PhoneNumber one, PhoneNumber other) =>
        one.E164.Length == other.E164.Length && string.CompareOrdinal(one.E164, other.E164) <= 0;

    private static ulong ValueOf(PhoneNumber number) =>
        ulong.Parse(number.E164.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
}
