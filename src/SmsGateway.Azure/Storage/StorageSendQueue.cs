using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Accepted messages in an Azure Storage queue, as base64. A send that times out may have been stored all the same, and its
/// second try stores a second copy: that nothing of a refused message turns up later is the best effort of this store, no promise.
/// </summary>
public sealed partial class StorageSendQueue : ISendQueue, IReceiveQueue, IQueueMonitor
{
    /// <summary>Pauses between looks at an empty queue: 50 ms, doubling. See docs/stores.md for what they cost.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly StorageQueue _queue;
    private readonly IdempotencyClaims _claims;
    private readonly IdempotencyWindow _onceOnly;
    private readonly SharedNotes _notes;
    private readonly TimeProvider _time;
    private readonly StorageLeases _leases;
    private readonly EnvelopeCodec _envelopes;
    private readonly ILogger<StorageSendQueue> _logger;

    internal StorageSendQueue(
        StorageQueue queue,
        StorageLeases leases,
        IdempotencyClaims claims,
        SharedNotes notes,
        EnvelopeCodec envelopes,
        TimeProvider time,
        ILogger<StorageSendQueue> logger
    ) =>
        (_queue, _leases, _claims, _envelopes, _onceOnly, _notes, _time, _logger) = (
            queue,
            leases,
            claims,
            envelopes,
            new IdempotencyWindow(time),
            notes,
            time,
            logger
        );

    public async ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        cancellationToken.ThrowIfCancellationRequested();
        var body = await _envelopes.WriteAsync(envelope, cancellationToken);
        // Not cancelled from here on: once the message is on its way, giving up the wait would only leave open what became of it.
        await _queue.PutAsync(body, delay);
    }

    /// <summary>
    /// Messages that their caller has named are stored once among all processes on the account, at the price of two calls more.
    /// Others are told apart within this process. The gate is asked when the message is known to be none of those stored before.
    /// </summary>
    public async ValueTask<MessageId?> EnqueueAsync(
        Envelope envelope,
        IdempotencyKey? key,
        IQueueGate? gate,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        cancellationToken.ThrowIfCancellationRequested();
        return key is { } known
            ? await _onceOnly.StoreAsync(
                known,
                () => known.IsCorrelated ? StoreClaimedAsync(envelope, known, gate) : StoreAsync(envelope, gate),
                before => HasEndedAsync(before, envelope)
            )
            : await StoreAsync(envelope, gate);
    }

    /// <summary>A count needs other rights than a put, and takes another way through the service: what real calls came to decides.</summary>
    public async ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = await _queue.CountAsync().WaitAsync(cancellationToken);
            return new StoreHealth(_queue.Failure is null, _queue.Failure, count);
        }
        catch (StoreUnavailableException e)
        {
            return new StoreHealth(false, e.Message, null);
        }
    }

    /// <summary>
    /// By the message at the queue's front, whichever process works on the queue. What is hidden (in work, or a retry to come)
    /// is not looked at; a retry counts from its own put, so it shows older than it is late by its delay.
    /// </summary>
    public async ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken) =>
        await _queue.FrontPutAtAsync();

    public async ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken)
    {
        var pause = ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            // Not cancelled either: what the answer holds is leased by then, and would be hidden from everybody.
            var leases = await _leases.ReceiveAsync(max);
            if (leases.Count > 0)
            {
                return leases;
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return [];
    }

    public async ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken) =>
        await _leases.CompleteAsync((StorageLease)lease);

    /// <summary>
    /// A message of its own beside the one in hand, put once the service has said that this is still ours, and taken back when the
    /// process stood still meanwhile for longer than a lease.
    /// </summary>
    public async ValueTask<bool> RetryAsync(
        QueueLease lease,
        Envelope envelope,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return await PutAnewAsync(lease, await _envelopes.WriteAsync(envelope, cancellationToken), delay);
    }

    /// <inheritdoc cref="StorageLeases.HoldAsync"/>
    internal Task<LeaseTerm?> HoldAsync(QueueLease lease) => _leases.HoldAsync((StorageLease)lease);

    /// <summary>
    /// The service counts every hand-out and cannot be told otherwise. Where the next one would make poison of a message that
    /// nobody has tried, one of its own takes its place, and is counted anew.
    /// </summary>
    public async ValueTask<bool> ReleaseAsync(
        QueueLease lease,
        TimeSpan delay,
        bool countsAsReceived,
        CancellationToken cancellationToken
    )
    {
        var held = (StorageLease)lease;
        var tried = held.Tried is { } envelope ? await _envelopes.WriteAsync(envelope, cancellationToken) : null;
        return countsAsReceived || held.ReceiveCount < LeaseTerm.MaxHandOuts
            ? await _leases.ReleaseAsync(held, delay, tried)
            : await PutAnewAsync(held, tried ?? held.Body, delay) && await _leases.CompleteAsync(held);
    }

    private async Task<bool> PutAnewAsync(QueueLease lease, ReadOnlyMemory<byte> body, TimeSpan delay)
    {
        if (await HoldAsync(lease) is not { } term)
        {
            return false;
        }

        var put = await _queue.PutAsync(body, delay);
        if (!term.HasEnded(_time))
        {
            return true;
        }

        await _queue.DeleteAsync(put.MessageId, put.PopReceipt);
        return false;
    }

    /// <param name="before">The message stored before.</param>
    /// <param name="envelope">The same, brought again.</param>
    private async Task<bool> HasEndedAsync(MessageId before, Envelope envelope)
    {
        try
        {
            return await _claims.HasEndedAsync(before);
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotClaim(_logger, envelope.Id, e.Message);
            return true;
        }
    }

    /// <param name="envelope">What to store.</param>
    /// <param name="gate">Null: it is stored.</param>
    /// <param name="caughtUp">A look at what others have decided that is on its way already.</param>
    /// <returns>Null when it is not admitted.</returns>
    private async Task<MessageId?> StoreAsync(Envelope envelope, IQueueGate? gate, Task<bool>? caughtUp = null)
    {
        if (gate is null)
        {
            await EnqueueAsync(envelope, TimeSpan.Zero, CancellationToken.None);
            return envelope.Id;
        }

        var isCurrent = await (caughtUp ?? _notes.CatchUpAsync());
        _notes.TellTo(gate);
        var answer = gate.Ask(isCurrent);
        // Beside the put, and not waited for by who is refused.
        var writing = _notes.WriteAsync(answer.Note);
        if (!answer.IsAdmitted)
        {
            return null;
        }

        try
        {
            await EnqueueAsync(envelope, TimeSpan.Zero, CancellationToken.None);
        }
        catch
        {
            // Nobody waits for it. When others cannot be told, they count the message all the same.
            _ = _notes.WriteAsync(gate.TakeBack());
            throw;
        }

        await writing;
        return envelope.Id;
    }

    private async Task<MessageId?> StoreClaimedAsync(Envelope envelope, IdempotencyKey key, IQueueGate? gate)
    {
        var caughtUp = gate is null ? null : _notes.CatchUpAsync();
        DuplicateClaim claim;
        try
        {
            claim = await _claims.TakeAsync(key, envelope.Id);
        }
        catch (StoreUnavailableException e)
        {
            // A code that comes twice is harmless, and one that is refused is not.
            Log.CannotClaim(_logger, envelope.Id, e.Message);
            return await StoreAsync(envelope, gate, caughtUp);
        }

        return claim switch
        {
            DuplicateClaim.Stored stored => stored.Id,
            DuplicateClaim.Taken taken => await StoreClaimedAsync(envelope, taken, gate, caughtUp),
            _ => throw new StoreUnavailableException(
                "The same message is being stored by another request, which does not come to an end."
            ),
        };
    }

    private async Task<MessageId?> StoreClaimedAsync(
        Envelope envelope,
        DuplicateClaim.Taken claim,
        IQueueGate? gate,
        Task<bool>? caughtUp
    )
    {
        MessageId? stored;
        try
        {
            stored = await StoreAsync(envelope, gate, caughtUp);
        }
        catch
        {
            // Nobody waits for it: a claim that stays pending ends by itself.
            _ = TryAsync(envelope.Id, _claims.ReleaseAsync(claim));
            throw;
        }

        await TryAsync(envelope.Id, stored is null ? _claims.ReleaseAsync(claim) : _claims.ConfirmAsync(claim));
        return stored;
    }

    /// <summary>The message is in the queue, or is not, whatever becomes of this; a claim that stays pending is taken over.</summary>
    private async Task TryAsync(MessageId id, Task end)
    {
        try
        {
            await end;
        }
        catch (Exception e)
        {
            Log.CannotEndClaim(_logger, id, e.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(90, LogLevel.Warning, "{Id} is stored without knowing whether it was stored before: {Why}")]
        public static partial void CannotClaim(ILogger logger, MessageId id, string why);

        [LoggerMessage(91, LogLevel.Warning, "What became of {Id} cannot be noted for its repetitions: {Failure}")]
        public static partial void CannotEndClaim(ILogger logger, MessageId id, string failure);
    }
}
