using Microsoft.Extensions.Logging;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Telemetry;

namespace SmsGateway.Embedded;

/// <summary>
/// Queue and dead letters in one SQLite file. What a method has stored is on disk when it returns. Several processes may use
/// the same folder on one machine; each takes over what a dead one had in hand.
/// </summary>
public sealed partial class EmbeddedStore
    : ISendQueue,
        IReceiveQueue,
        IQueueMonitor,
        IDeadLetterStore,
        IDeliveryLog,
        IDisposable
{
    /// <summary>How long dead letters are kept. They hold codes and numbers, and the file must not grow for ever.</summary>
    public static readonly TimeSpan DeadLettersKept = TimeSpan.FromDays(30);

    /// <summary>Counting a backlog costs time; beyond this it is only said to be this long.</summary>
    private const int MaxCounted = 100_000;

    private readonly OwnerLock _owner;
    private readonly GroupCommitter _writer;
    private readonly StoreReader _reader;
    private readonly Upkeep _upkeep;
    private readonly BoundedLook<StoreHealth> _health;
    private readonly BoundedLook<DateTimeOffset?> _oldest;
    private readonly TimeProvider _time;
    private readonly EnvelopeCodec _envelopes;
    private readonly DeadLetterCodec _records;

    /// <param name="folder">Created if it does not exist.</param>
    /// <param name="delivery">Tells how long a message in work is leased.</param>
    /// <param name="envelopes">The way of messages into the file.</param>
    /// <param name="records">The way of dead letters into the file and out of it.</param>
    /// <param name="telemetry">Counts what is delivered and cannot be recorded; null: nobody does.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, or was written by a newer gateway.</exception>
    public EmbeddedStore(
        string folder,
        TimeProvider time,
        DeliveryOptions delivery,
        EnvelopeCodec envelopes,
        DeadLetterCodec records,
        ILogger<EmbeddedStore> logger,
        GatewayTelemetry? telemetry = null
    )
        : this(folder, time, delivery, envelopes, records, logger, null, telemetry) { }

    /// <param name="beforeCommit">For tests: what a slow disk does to a commit.</param>
    internal EmbeddedStore(
        string folder,
        TimeProvider time,
        DeliveryOptions delivery,
        EnvelopeCodec envelopes,
        DeadLetterCodec records,
        ILogger<EmbeddedStore> logger,
        Action? beforeCommit,
        GatewayTelemetry? telemetry = null
    )
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(delivery);
        (_time, _envelopes, _records) = (time, envelopes, records);
        EmbeddedDatabase.CreateFolder(folder);
        var connection = EmbeddedDatabase.Open(folder);
        _owner = OwnerLock.Take(folder);
        if (EmbeddedDatabase.TimeOfMessages(connection) is { } newest)
        {
            (time as SteadyTime)?.NotBefore(newest);
        }

        _writer = new GroupCommitter(
            new WriterSession(
                connection,
                time,
                _owner.Number,
                LeaseTerm.LengthFor(delivery.AttemptTimeout),
                delivery.OutcomesKept(),
                new RecordFaults(logger, telemetry, time),
                beforeCommit
            ),
            time
        );
        _reader = new StoreReader(EmbeddedDatabase.Open(folder));
        Stats = new EmbeddedStats(_writer, _reader);
        _health = new BoundedLook<StoreHealth>(LookAsync, time);
        _oldest = new BoundedLook<DateTimeOffset?>(() => Task.FromResult(_reader.OldestDue(time.GetUtcNow())), time);
        _upkeep = new Upkeep(_writer, _owner, time, logger);
    }

    /// <summary>What gateways on this file have counted.</summary>
    public IStatsStore Stats { get; }

    public async ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var body = await _envelopes.WriteAsync(envelope, cancellationToken);
        await _writer.RunAsync(new EnqueueOperation(envelope.Id.ToString(), body, delay));
    }

    public async ValueTask<MessageId?> EnqueueAsync(
        Envelope envelope,
        IdempotencyKey? key,
        IQueueGate? gate,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var body = await _envelopes.WriteAsync(envelope, cancellationToken);
        var operation = new EnqueueOnceOperation(envelope.Id.ToString(), body, key, gate);
        await _writer.RunAsync(operation);
        return operation.Stored is not { } stored ? null
            : MessageId.TryParse(stored, out var id) ? id
            : throw new InvalidOperationException("The store holds an id that is none.");
    }

    public async ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _health.RunAsync(cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            return new StoreHealth(false, e.Message, null);
        }
    }

    /// <summary>Counted from when it was due, so that a retry that is not yet due is not called late.</summary>
    public async ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken) =>
        await _oldest.RunAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken) =>
        await _writer.ReceiveAsync(max, cancellationToken);

    public async ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken)
    {
        var held = (EmbeddedLease)lease;
        if (held.IsSpent)
        {
            return true;
        }

        var operation = new CompleteOperation(held);
        await _writer.RunAsync(operation);
        return operation.IsDone;
    }

    /// <summary>Replaces the message in hand in one transaction.</summary>
    public async ValueTask<bool> RetryAsync(
        QueueLease lease,
        Envelope envelope,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var body = await _envelopes.WriteAsync(envelope, cancellationToken);
        return await SpendAsync((EmbeddedLease)lease, (session, held) => session.Queue.Retry(held, body, delay));
    }

    public async ValueTask<bool> ReleaseAsync(
        QueueLease lease,
        TimeSpan delay,
        bool countsAsReceived,
        CancellationToken cancellationToken
    )
    {
        var body = lease.Tried is { } tried ? await _envelopes.WriteAsync(tried, cancellationToken) : lease.Body;
        return await RunAsync(session =>
            session.Queue.Release((EmbeddedLease)lease, body.Span, delay, countsAsReceived)
        );
    }

    /// <summary>Records the dead letter, removes the message from the queue and frees its key in one transaction.</summary>
    public async ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        var record = await _records.WriteAsync(deadLetter, cancellationToken);
        await RunAsync(session => session.Bury(deadLetter, record));
    }

    /// <inheritdoc cref="RecordAsync(DeadLetter, CancellationToken)"/>
    public async ValueTask<bool> RecordAsync(
        DeadLetter deadLetter,
        QueueLease lease,
        CancellationToken cancellationToken
    )
    {
        var record = await _records.WriteAsync(deadLetter, cancellationToken);
        return await SpendAsync((EmbeddedLease)lease, (session, held) => session.Bury(deadLetter, record, held));
    }

    public async ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var (records, next) = _reader.List(query);
        var items = new List<DeadLetter>(records.Count);
        foreach (var record in records)
        {
            items.Add(await _records.ReadAsync(record, cancellationToken));
        }

        return new DeadLetterPage(items, next);
    }

    public async ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        _reader.Find(id) is { } record ? await _records.ReadAsync(record, cancellationToken) : null;

    public ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken) =>
        RunAsync(session => session.Delete(deadLetter));

    /// <summary>Moves the message from the dead letters to the queue in one transaction.</summary>
    public async ValueTask<bool> ReplayAsync(
        DeadLetter deadLetter,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        var body = await _envelopes.WriteAsync(envelope, cancellationToken);
        return await RunAsync(session => session.Replay(deadLetter, body));
    }

    public ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.FindDelivered(id, _time.GetUtcNow()));

    public void Dispose()
    {
        _upkeep.Dispose();
        GiveBack();
        _writer.Dispose();
        _reader.Dispose();
        _owner.Dispose();
    }

    private async Task<StoreHealth> LookAsync()
    {
        // A write, because a full or read-only disk can still be read.
        await RunAsync(session => session.Probe());
        return new StoreHealth(true, null, _reader.CountQueued(MaxCounted));
    }

    private ValueTask RunAsync(Action<WriterSession> execute) => new(_writer.RunAsync(new DelegateOperation(execute)));

    private async ValueTask<bool> RunAsync(Func<WriterSession, bool> execute)
    {
        var result = false;
        await RunAsync(session =>
        {
            result = execute(session);
        });
        return result;
    }

    private async ValueTask<bool> SpendAsync(EmbeddedLease lease, Func<WriterSession, EmbeddedLease, bool> execute) =>
        lease.IsSpent = await RunAsync(session => execute(session, lease));

    /// <summary>What is still leased here is due for others at once.</summary>
    private void GiveBack()
    {
        try
        {
            _ = _writer.RunAsync(new DelegateOperation(session => session.Queue.ReleaseAll(_owner.Number)));
        }
        catch (StoreUnavailableException)
        {
            // Overloaded to the last: the leases end by themselves.
        }
    }
}
