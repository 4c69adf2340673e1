using SmsGateway.Configuration;

namespace SmsGateway.Admission;

/// <summary>How much of one kind is let through. What is null is not limited.</summary>
public sealed record AdmissionLimit
{
    /// <summary>More in a day is no limit: a thousand a second.</summary>
    public const int Most = 100_000_000;

    private static readonly TimeSpan ShortestRefill = TimeSpan.FromMilliseconds(1);

    /// <value>What becomes of a message beyond it.</value>
    public AdmissionMode Mode { get; init; } = AdmissionMode.Enforce;

    /// <value>At once, after a time of rest.</value>
    public int? Burst { get; init; }

    /// <value>After so long one more of the burst is back. Set together with <see cref="Burst"/>.</value>
    public TimeSpan? Refill { get; init; }

    /// <value>In any 60 minutes; the first minute of them may be counted whole.</value>
    public int? PerHour { get; init; }

    /// <value>In any 24 hours; the first hour of them may be counted whole.</value>
    public int? PerDay { get; init; }

    /// <value>Whether there is anything to count.</value>
    public bool IsActive => Mode != AdmissionMode.Off && (Burst ?? PerHour ?? PerDay) is not null;

    /// <param name="reader">The limit's section.</param>
    /// <param name="defaults">What is not set.</param>
    public static AdmissionLimit Read(ConfigurationReader reader, AdmissionLimit defaults)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(defaults);
        var limit = new AdmissionLimit
        {
            Mode = reader.Choice("Mode", defaults.Mode),
            Burst = Number(reader, "Burst", defaults.Burst),
            Refill = reader.Duration("Refill", ShortestRefill, TimeSpan.FromDays(1)) ?? defaults.Refill,
            PerHour = Number(reader, "PerHour", defaults.PerHour),
            PerDay = Number(reader, "PerDay", defaults.PerDay),
        };
        if ((limit.Burst is null) != (limit.Refill is null))
        {
            reader.Error(limit.Burst is null ? "Burst" : "Refill", "Burst and Refill belong together: set both");
        }

        if (limit.PerDay < limit.PerHour)
        {
            reader.Warn("PerHour", "has no effect: PerDay is lower");
        }

        if (!limit.IsActive && reader.Has("Mode") && limit.Mode != AdmissionMode.Off)
        {
            reader.Warn("Mode", "has no effect: there is no Burst with Refill, no PerHour and no PerDay");
        }

        reader.RejectUnknownKeys();
        return limit;
    }

    private static int? Number(ConfigurationReader reader, string key, int? defaultValue) =>
        reader.Optional(key) is null ? defaultValue : reader.Number(key, 1, 1, Most);
}
