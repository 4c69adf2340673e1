using SmsGateway.Configuration;

namespace SmsGateway.Stats;

/// <summary>Section <c>Gateway:Stats</c>.</summary>
public sealed record StatsOptions
{
    /// <value>Whether the last hour is counted, for <c>/api/stats</c>. When not, nothing listens and nothing is written.</value>
    public bool Enabled { get; init; } = true;

    public static StatsOptions Read(ConfigurationReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var options = new StatsOptions { Enabled = reader.Flag(nameof(Enabled), true) };
        reader.RejectUnknownKeys();
        return options;
    }
}
