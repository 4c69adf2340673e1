namespace SmsGateway.Queue;

/// <summary>
/// How long a message in work is nobody else's, by the monotonic clock. It is never renewed, so a delivery run is kept below it:
/// an attempt starts only while the term covers it, and the rest of the run is put back into the queue.
/// </summary>
/// <param name="Began">The clock's reading from before the store was asked, so that the store's own reckoning ends later.</param>
/// <param name="Length">As asked of the store.</param>
public readonly record struct LeaseTerm(long Began, TimeSpan Length)
{
    /// <summary>How often a message is handed out at most; what fails as often is poison. The trigger's <c>maxDequeueCount</c> in host.json.</summary>
    public const int MaxHandOuts = 8;

    /// <summary>Short enough that what a killed process had in hand is at a carrier again within 30 s.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(25);

    /// <summary>What a run does after an attempt: writing a retry or a dead letter, and deleting the message.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(2);

    /// <summary>What may pass before the first attempt.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(8);

    /// <summary>Long enough for an attempt, however long that may take.</summary>
    public static TimeSpan LengthFor(TimeSpan attemptTimeout)
    {
        var needed = Before + attemptTimeout + Afterwards;
        return needed > Usual ? needed : Usual;
    }

    /// <summary>Whether an attempt that starts now ends, with what follows it, before the term does.</summary>
    public bool Covers(TimeSpan attemptTimeout, TimeProvider time) => Left(time) >= attemptTimeout + Afterwards;

    /// <summary>Whether the message may be somebody else's by now.</summary>
    public bool HasEnded(TimeProvider time) => Left(time) <= TimeSpan.Zero;

    private TimeSpan Left(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Length - time.GetElapsedTime(Began);
    }
}
