using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>Remembers what was enqueued.</summary>
internal sealed class FakeQueue : ISendQueue, IQueueMonitor
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

    /// <summary>The keys of what was enqueued only once, in order.</summary>
    public List<IdempotencyKey> Keys { get; } = [];

    /// <summary>The id that <c>EnqueueAsync</c> finds stored before; null for none.</summary>
    public MessageId? StoredBefore { get; set; }

    public async ValueTask<MessageId> EnqueueAsync(
        Envelope envelope,
        IdempotencyKey key,
        CancellationToken cancellationToken
    )
    {
        Keys.Add(key);
        if (StoredBefore is { } first)
        {
            return first;
        }

        await EnqueueAsync(envelope, TimeSpan.Zero, cancellationToken);
        return envelope.Id;
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
