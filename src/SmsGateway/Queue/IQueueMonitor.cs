namespace SmsGateway.Queue;

/// <summary>What can be told of the queue from outside.</summary>
public interface IQueueMonitor
{
    /// <summary>Since when the message waits that has waited longest; null when none does.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken);

    /// <summary>Whether the store answers right now, for the health endpoint.</summary>
    ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Healthy">Whether messages can be stored now.</param>
/// <param name="Detail">What is wrong, in words for an operator; null when healthy.</param>
/// <param name="Queued">Messages waiting, in work or scheduled; null where the store cannot tell cheaply.</param>
public sealed record StoreHealth(bool Healthy, string? Detail, long? Queued);
