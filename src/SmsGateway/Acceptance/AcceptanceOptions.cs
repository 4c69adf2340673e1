using SmsGateway.Configuration;

namespace SmsGateway.Acceptance;

/// <summary>Section <c>Gateway:Acceptance</c>.</summary>
public sealed record AcceptanceOptions
{
    /// <value>
    /// How long the same text to the same number from the same caller counts as one message. Default 10 s, at most a minute;
    /// zero: never. Messages that a correlation id or their token names are told apart by that, whatever this says.
    /// </value>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromSeconds(10);

    public static AcceptanceOptions Read(ConfigurationReader reader)
    {
        var options = new AcceptanceOptions
        {
            DuplicateWindow =
                reader.Duration("DuplicateWindow", TimeSpan.Zero, TimeSpan.FromMinutes(1))
                ?? new AcceptanceOptions().DuplicateWindow,
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
