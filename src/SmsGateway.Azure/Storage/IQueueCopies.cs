using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>What can be done with single messages of the queue. Every method throws <see cref="StoreUnavailableException"/> when the store fails.</summary>
internal interface IQueueCopies
{
    /// <summary>One try: when it fails, the copy may be in the queue or not.</summary>
    /// <param name="body">At most 48 KiB.</param>
    /// <param name="delay">How long it stays invisible; the service counts in seconds, so it is rounded up.</param>
    Task<QueueCopy> PutOnceAsync(ReadOnlyMemory<byte> body, TimeSpan delay);

    /// <summary>Keeps the message invisible for so long from now.</summary>
    /// <returns>The copy with its new receipt; null when it is gone or somebody else's.</returns>
    Task<QueueCopy?> HideAsync(QueueCopy copy, TimeSpan delay);

    /// <returns>False when it is gone or somebody else's.</returns>
    Task<bool> DeleteAsync(QueueCopy copy);
}
