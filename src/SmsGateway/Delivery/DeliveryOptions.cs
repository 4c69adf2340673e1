using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Delivery;

/// <summary>What to do when the request went out and no answer came.</summary>
public enum UnknownOutcomeRule
{
    /// <summary>Send again: a repeated code is harmless, a missing one is not.</summary>
    Resend,

    /// <summary>Take it for sent: never a second message, at the risk of none.</summary>
    AssumeSent,
}

/// <summary>What to do with a text to a number that takes none and may well take a call.</summary>
public enum LandlineRule
{
    /// <summary>Give up, as with every recipient that no carrier will send to.</summary>
    GiveUp,

    /// <summary>Call, and speak the text.</summary>
    Call,
}

/// <summary>Section <c>Gateway:Delivery</c>.</summary>
public sealed record DeliveryOptions
{
    public static readonly TimeSpan MaxAttemptTimeout = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan MaxRecordsKept = TimeSpan.FromDays(7);

    /// <summary>Of a message that somebody follows to its end, where others are not recorded.</summary>
    public static readonly TimeSpan FollowedKept = TimeSpan.FromDays(1);

    /// <value>From acceptance to expiry, where the caller's own settings do not say. Default 5 minutes.</value>
    public TimeSpan TimeToLive { get; init; } = Envelope.DefaultTimeToLive;

    /// <value>Limit of one attempt, reading the carrier's credentials, connecting and reading the answer included. Default 10 s, at most 60 s.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Default <see cref="UnknownOutcomeRule.Resend"/>.</value>
    public UnknownOutcomeRule UnknownOutcome { get; init; }

    /// <value>Default <see cref="LandlineRule.GiveUp"/>.</value>
    public LandlineRule Landline { get; init; }

    /// <value>
    /// How often a message is sent again to a carrier that may have it. Default 1; with 0 a carrier gets no message twice, but
    /// after a crash, or a shutdown while it was being sent.
    /// </value>
    public int MaxUnknownResends { get; init; } = 1;

    /// <value>The share of its life for which the oldest due message may wait before the gateway is unhealthy. Default 0.33.</value>
    public double OldestShare { get; init; } = 0.33;

    /// <value>
    /// How long it can be looked up who took a message, and when. Default a day; at most a week. With 0 only what a caller asks to
    /// follow is recorded, for <see cref="FollowedKept"/>.
    /// </value>
    public TimeSpan RecordsKept { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long what is recorded of a delivery is kept.</summary>
    public TimeSpan OutcomesKept() => RecordsKept > TimeSpan.Zero ? RecordsKept : FollowedKept;

    /// <value>
    /// Messages the Host works on at once. Default 256: at a carrier that answers in 60 ms that is 4,000 messages/s. Several carriers
    /// share them (<see cref="Carriers.CarrierPlaces.Share"/>). 0 makes a
    /// Host that accepts only and leaves delivery to another process on the same store.
    /// </value>
    public int MaxConcurrency { get; init; } = 256;

    public static DeliveryOptions Read(ConfigurationReader reader)
    {
        var defaults = new DeliveryOptions();
        var options = new DeliveryOptions
        {
            TimeToLive =
                reader.Duration("TimeToLive", Envelope.MinTimeToLive, Envelope.MaxTimeToLive) ?? defaults.TimeToLive,
            AttemptTimeout =
                reader.Duration("AttemptTimeout", TimeSpan.FromMilliseconds(100), MaxAttemptTimeout)
                ?? defaults.AttemptTimeout,
            UnknownOutcome = reader.Choice("UnknownOutcome", defaults.UnknownOutcome),
            Landline = reader.Choice("Landline", defaults.Landline),
            MaxUnknownResends = reader.Number("MaxUnknownResends", defaults.MaxUnknownResends, 0, 10),
            OldestShare = reader.Share("OldestShare", defaults.OldestShare),
            RecordsKept = reader.Duration("RecordsKept", TimeSpan.Zero, MaxRecordsKept) ?? defaults.RecordsKept,
            MaxConcurrency = reader.Number("MaxConcurrency", defaults.MaxConcurrency, 0, 4096),
        };
        if (options.AttemptTimeout > options.TimeToLive)
        {
            reader.Warn(
                "AttemptTimeout",
                "is longer than TimeToLive: one attempt may outlast the code, and no other follows"
            );
        }

        reader.RejectUnknownKeys();
        return options;
    }
}
