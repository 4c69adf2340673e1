using System.Globalization;

namespace SmsGateway.Telemetry;

/// <summary>A number of things in a line of the log: "1 attempt", "2 attempts".</summary>
/// <param name="Number">How many.</param>
/// <param name="Thing">One of them, a word whose plural ends with an s.</param>
public readonly record struct Quantity(long Number, string Thing)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Number} {Thing}{(Number == 1 ? "" : "s")}");
}
