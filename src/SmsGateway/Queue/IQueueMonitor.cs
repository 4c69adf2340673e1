namespace SmsGateway.Queue;

/// <summary>What can be told of the messages that nobody has in work.</summary>
public interface IQueueMonitor
{
    /// <summary>Since when the message waits that has waited longest; null when none does.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken);
}
