namespace SmsGateway.Azure.Storage;

/// <summary>Queue messages that were delivered but could not be deleted, remembered until they must have come back.</summary>
internal sealed class CompletedMessages(TimeProvider time)
{
    /// <summary>
    /// Two dozen leases: the message is due again when its lease ends, and is then handed out as soon as this process has
    /// worked off what lies before it.
    /// </summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    // In order of time. An id that was removed, or added again, is still here until its time is over: harmless, and short.
    private readonly Queue<(string Id, long At)> _order = new();

    /// <summary>How many are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _ids.Count;
            }
        }
    }

    public void Add(string messageId)
    {
        lock (_lock)
        {
            Forget();
            if (_ids.Add(messageId))
            {
                _order.Enqueue((messageId, time.GetTimestamp()));
            }
        }
    }

    public bool Contains(string messageId)
    {
        lock (_lock)
        {
            Forget();
            return _ids.Contains(messageId);
        }
    }

    public void Remove(string messageId)
    {
        lock (_lock)
        {
            _ids.Remove(messageId);
        }
    }

    /// <summary>To be called under the lock.</summary>
    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Remembered)
        {
            _order.Dequeue();
            _ids.Remove(oldest.Id);
        }
    }
}
