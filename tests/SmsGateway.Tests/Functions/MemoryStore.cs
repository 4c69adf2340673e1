using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Tests.Functions;

/// <summary>Both stores in memory, with a switch that makes them fail.</summary>
internal sealed class MemoryStore : ISendQueue, IDeadLetterStore, IFollowedMessages
{
    public bool IsAway { get; set; }

    public List<Envelope> Queued { get; } = [];

    public Dictionary<MessageId, DeadLetter> DeadLetters { get; } = [];

    public ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        RequirePresence();
        Queued.Add(envelope);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<MessageId> EnqueueOnceAsync(Envelope envelope, DuplicateKey key, CancellationToken cancellationToken)
    {
        await EnqueueAsync(envelope, TimeSpan.Zero, cancellationToken);
        return envelope.Id;
    }

    public ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StoreHealth(!IsAway, IsAway ? "away" : null, Queued.Count));

    public ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        RequirePresence();
        DeadLetters[deadLetter.Id] = deadLetter;
        return ValueTask.CompletedTask;
    }

    public Dictionary<MessageId, DeliveredMessage> Delivered { get; } = [];

    public ValueTask RecordAsync(DeliveredMessage delivered, CancellationToken cancellationToken)
    {
        RequirePresence();
        Delivered[delivered.Id] = delivered;
        return ValueTask.CompletedTask;
    }

    public ValueTask<DeliveredMessage?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken)
    {
        RequirePresence();
        return ValueTask.FromResult(Delivered.GetValueOrDefault(id));
    }

    public ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        RequirePresence();
        var items = DeadLetters.Values.Where(item =>
            (query.Reason is null || item.Reason == query.Reason)
            && (query.Day is null || DateOnly.FromDateTime(item.DiedAt.UtcDateTime) == query.Day)
            && (query.Continue is null || string.CompareOrdinal(item.Id.ToString(), query.Continue) < 0));
        return ValueTask.FromResult(new DeadLetterPage([.. items], null));
    }

    public ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken)
    {
        RequirePresence();
        return ValueTask.FromResult(DeadLetters.GetValueOrDefault(id));
    }

    public ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        RequirePresence();
        return ValueTask.FromResult(DeadLetters.Remove(deadLetter.Id));
    }

    private void RequirePresence()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The store is away.");
        }
    }
}
