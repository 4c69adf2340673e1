using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// A queue message leased to this process. Each renewal gives it a new receipt, and only the newest one counts, so what is
/// done with the lease is done one after the other.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of.
internal sealed record StorageLease(ReadOnlyMemory<byte> Body, int ReceiveCount, QueueCopy Received) : QueueLease(Body, ReceiveCount)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1);
    private QueueCopy? _copy = Received;

    /// <summary>Does something with the message, unless the lease has ended.</summary>
    /// <param name="act">Given the newest receipt; returns the next one, or null when the lease has ended with this.</param>
    public async Task InTurnAsync(Func<QueueCopy, Task<QueueCopy?>> act)
    {
        await _turn.WaitAsync();
        try
        {
            if (_copy is { } copy)
            {
                _copy = await act(copy);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
