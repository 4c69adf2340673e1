using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>Remembers what was enqueued, and what was put back. A lease is lost when its term has ended by the given clock.</summary>
internal sealed class FakeQueue(TimeProvider? time = null) : ISendQueue, IReceiveQueue, IQueueMonitor
{
    private readonly List<(Envelope Envelope, TimeSpan Delay)> _enqueued = [];

    public IReadOnlyList<(Envelope Envelope, TimeSpan Delay)> Enqueued => _enqueued;

    /// <summary>Thrown instead of storing anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Called at each try, before anything else.</summary>
    public Action? OnEnqueue { get; set; }

    /// <summary>Storing ends when this does.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public StoreHealth Health { get; set; } = new(true, null, 0);

    /// <summary>Since when the oldest due message waits.</summary>
    public DateTimeOffset? OldestSince { get; set; }

    /// <summary>How often the health was asked for.</summary>
    public int Checks { get; private set; }

    /// <summary>Telling the health ends when this does.</summary>
    public Task CheckReady { get; set; } = Task.CompletedTask;

    public async ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        OnEnqueue?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        await Ready;
        if (Failure is not null)
        {
            throw Failure;
        }

        _enqueued.Add((envelope, delay));
    }

    /// <summary>Whether what others have counted is known.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>The keys of what was enqueued only once, in order.</summary>
    public List<IdempotencyKey> Keys { get; } = [];

    /// <summary>The id that <c>EnqueueAsync</c> finds stored before; null for none.</summary>
    public MessageId? StoredBefore { get; set; }

    public async ValueTask<MessageId?> EnqueueAsync(
        Envelope envelope,
        IdempotencyKey? key,
        IQueueGate? gate,
        CancellationToken cancellationToken
    )
    {
        if (key is { } told)
        {
            Keys.Add(told);
            if (StoredBefore is { } first)
            {
                return first;
            }
        }

        if (gate is not null && !gate.Ask(IsCurrent).IsAdmitted)
        {
            return null;
        }

        try
        {
            await EnqueueAsync(envelope, TimeSpan.Zero, cancellationToken);
            return envelope.Id;
        }
        catch
        {
            gate?.TakeBack();
            throw;
        }
    }

    public async ValueTask<bool> RetryAsync(
        QueueLease lease,
        Envelope envelope,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        if (time is not null && lease.Term.HasEnded(time))
        {
            return false;
        }

        await EnqueueAsync(envelope, delay, cancellationToken);
        return true;
    }

    public ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is handed out here.");

    public ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken) =>
        ValueTask.FromResult(true);

    /// <summary>What was given back with a message, oldest first.</summary>
    public List<(Envelope? Tried, TimeSpan Delay)> Released { get; } = [];

    /// <summary>Of each of these, whether it counts as a hand-out.</summary>
    public List<bool> Counted { get; } = [];

    public ValueTask<bool> ReleaseAsync(
        QueueLease lease,
        TimeSpan delay,
        bool countsAsReceived,
        CancellationToken cancellationToken
    )
    {
        if (Failure is not null)
        {
            return ValueTask.FromException<bool>(Failure);
        }

        Released.Add((lease.Tried, delay));
        Counted.Add(countsAsReceived);
        return ValueTask.FromResult(true);
    }

    public async ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        Checks++;
        await CheckReady;
        return Health;
    }

    public ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(OldestSince);
}
