using SmsGateway.Configuration;

namespace SmsGateway.Carriers;

/// <summary>Section <c>Gateway:Routing:Health</c>: when a carrier counts as failing.</summary>
public sealed record CarrierHealthOptions
{
    /// <value>The share of bad attempts in the last minute from which a carrier is failing. Default 0.5.</value>
    public double FailureShare { get; init; } = 0.5;

    /// <value>Fewer attempts than this in the last minute say nothing about the share. Default 20.</value>
    public int MinimumAttempts { get; init; } = 20;

    /// <value>An attempt that takes longer is a bad one, even if the carrier took the message. Default 5 s.</value>
    public TimeSpan SlowAttempt { get; init; } = TimeSpan.FromSeconds(5);

    public static CarrierHealthOptions Read(ConfigurationReader reader)
    {
        var defaults = new CarrierHealthOptions();
        var options = new CarrierHealthOptions
        {
            FailureShare = reader.Share("FailureShare", defaults.FailureShare),
            MinimumAttempts = reader.Number("MinimumAttempts", defaults.MinimumAttempts, 1, 100_000),
            SlowAttempt =
                reader.Duration("SlowAttempt", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
                ?? defaults.SlowAttempt,
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
