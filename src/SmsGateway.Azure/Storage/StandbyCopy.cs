using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// The answer to the queue trigger's fixed lease of ten minutes, which hides a message longer than a code lives when its
/// instance dies. While a delivery runs, a second copy of the message lies in the queue, invisible, and is pushed forward as
/// long as the delivery lives; its end deletes the copy. After a death the copy appears within 25 s and is delivered in the
/// first one's place. A mark then makes the first copy, when it comes back, disappear silently. docs/azure-storage.md tells
/// the whole story, with its cost.
/// </summary>
public sealed partial class StandbyCopy
{
    private readonly IQueueCopies _queue;
    private readonly ITakeOverMarks _marks;
    private readonly StandbyTimes _times;
    private readonly GatewayTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<StandbyCopy> _logger;

    internal StandbyCopy(IQueueCopies queue, ITakeOverMarks marks, StandbyTimes times, GatewayTelemetry telemetry, TimeProvider time, ILogger<StandbyCopy> logger) =>
        (_queue, _marks, _times, _telemetry, _time, _logger) = (queue, marks, times, telemetry, time, logger);

    /// <summary>Runs a delivery with a standby copy beside it, or discards a message that another copy stands for.</summary>
    /// <param name="body">The message as the trigger handed it out.</param>
    /// <param name="dequeueCount">How often it was handed out, this time included.</param>
    /// <param name="deliver">Given the body, the dequeue count and the token.</param>
    /// <param name="cancellationToken">Shutdown: a delivery that it cuts off is handed over to another instance.</param>
    /// <exception cref="StoreUnavailableException">There could be no standby copy, so nothing was sent.</exception>
    public async Task RunAsync(
        ReadOnlyMemory<byte> body,
        int dequeueCount,
        Func<ReadOnlyMemory<byte>, int, CancellationToken, ValueTask> deliver,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliver);
        if (EnvelopeSerializer.Deserialize(body.Span) is not EnvelopeResult.Readable { Envelope: var envelope })
        {
            // Nothing is sent for it, so ten minutes do not matter.
            await deliver(body, dequeueCount, cancellationToken);
            return;
        }

        if (await IsVoidAsync(envelope, dequeueCount))
        {
            Discard(envelope);
            return;
        }

        using var standby = await PutAsync(envelope);
        var marked = await MarkAsync(envelope);
        try
        {
            await deliver(body, dequeueCount, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The copy is due now and this message ends, rather than trusting a host that is going down to give it back.
            await standby.ShowAsync();
            return;
        }
        catch
        {
            // The platform hands the message out again. A copy that cannot be removed is not voided: it may be in another
            // instance's hands by now, whose retries would be void with it.
            await standby.RemoveAsync();
            throw;
        }

        if (!marked)
        {
            await MarkAsync(envelope);
        }

        await RemoveAsync(envelope, standby);
    }

    /// <summary>Whether a message that the platform gave up handing out is one that another copy was delivered for: nothing to record then.</summary>
    public async Task<bool> DiscardsPoisonAsync(ReadOnlyMemory<byte> body)
    {
        if (EnvelopeSerializer.Deserialize(body.Span) is not EnvelopeResult.Readable { Envelope: var envelope }
            || !IsVoid(envelope.TakeOvers, dequeueCount: int.MaxValue, await ReadMarkAsync(envelope), isVoid: false))
        {
            return false;
        }

        Discard(envelope);
        return true;
    }

    /// <param name="takeOvers">The copy's own number.</param>
    /// <param name="dequeueCount">How often the copy was handed out. The first time says that nobody died with it.</param>
    /// <param name="mark">The number up to which copies were taken over.</param>
    /// <param name="isVoid">Whether this very copy was voided: its delivery ended and could not remove it, or never learned of it.</param>
    internal static bool IsVoid(int takeOvers, int dequeueCount, int mark, bool isVoid) =>
        (dequeueCount >= 2 && mark > takeOvers) || (takeOvers >= 1 && isVoid);

    /// <summary>Reads only the marks that can matter: none for a message on its first way.</summary>
    private async Task<bool> IsVoidAsync(Envelope envelope, int dequeueCount)
    {
        var mark = dequeueCount >= 2 ? await ReadMarkAsync(envelope) : 0;
        var isVoid = envelope.Standby is { } standby && await ReadAsync(() => _marks.IsVoidAsync(envelope.Id, standby), envelope);
        return IsVoid(envelope.TakeOvers, dequeueCount, mark, isVoid);
    }

    /// <summary>
    /// A put whose answer does not come may have stored a copy that nobody can remove: it is voided, and a second put makes
    /// another, with a name of its own.
    /// </summary>
    private async Task<HiddenCopy> PutAsync(Envelope envelope)
    {
        for (var tries = 1; ; tries++)
        {
            var name = MessageId.New(_time.GetUtcNow()).ToString();
            var successor = envelope with { TakeOvers = envelope.TakeOvers + 1, Standby = name };
            try
            {
                var copy = await _queue.PutOnceAsync(EnvelopeSerializer.Serialize(successor), _times.Hidden);
                return new HiddenCopy(_queue, copy, name, _times, _time, _logger);
            }
            catch (StoreUnavailableException e)
            {
                Log.CannotPut(_logger, envelope.Id, e);
                await VoidAsync(envelope.Id, name);
                if (tries == 2)
                {
                    throw;
                }
            }
        }
    }

    private Task<int> ReadMarkAsync(Envelope envelope) => ReadAsync(() => _marks.ReadAsync(envelope.Id), envelope);

    /// <summary>Marks that cannot be read hold up no code: the worst that follows is a second text or a needless dead letter.</summary>
    private async Task<T?> ReadAsync<T>(Func<Task<T>> read, Envelope envelope)
    {
        try
        {
            return await read();
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotReadMark(_logger, envelope.Id, e);
            return default;
        }
    }

    /// <summary>Says of a take-over that the copies before it are void.</summary>
    /// <returns>False when it could not be said.</returns>
    private async Task<bool> MarkAsync(Envelope envelope)
    {
        try
        {
            if (envelope.TakeOvers > 0 && await _marks.RaiseAsync(envelope.Id, envelope.TakeOvers))
            {
                // Once for each death; retries of what was taken over find the mark this high already.
                _telemetry.Redelivered();
                Log.TakenOver(_logger, envelope.Id, envelope.TakeOvers);
            }

            return true;
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotMark(_logger, envelope.Id, e);
            return false;
        }
    }

    /// <summary>What cannot be removed any more is voided, so that it sends nothing when it appears.</summary>
    private async Task RemoveAsync(Envelope envelope, HiddenCopy standby)
    {
        if (!await standby.RemoveAsync())
        {
            await VoidAsync(envelope.Id, standby.Name);
        }
    }

    private async Task VoidAsync(MessageId id, string standby)
    {
        try
        {
            await _marks.VoidAsync(id, standby);
            Log.Voided(_logger, id);
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotVoid(_logger, id, e);
        }
    }

    private void Discard(Envelope envelope)
    {
        _telemetry.Discarded();
        Log.Discarded(_logger, envelope.Id, envelope.TakeOvers);
    }

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Debug, "A copy of {Id} (take-overs: {TakeOvers}) came back that another was delivered for; discarded")]
        public static partial void Discarded(ILogger logger, MessageId id, int takeOvers);

        [LoggerMessage(81, LogLevel.Warning, "{Id} is taken over from a delivery that died (take-overs: {TakeOvers}): a carrier may get it twice")]
        public static partial void TakenOver(ILogger logger, MessageId id, int takeOvers);

        [LoggerMessage(82, LogLevel.Warning, "The mark of a take-over cannot be read for {Id}; it is delivered as if there were none")]
        public static partial void CannotReadMark(ILogger logger, MessageId id, Exception exception);

        [LoggerMessage(83, LogLevel.Warning, "The take-over of {Id} cannot be marked")]
        public static partial void CannotMark(ILogger logger, MessageId id, Exception exception);

        [LoggerMessage(84, LogLevel.Warning, "A standby copy of {Id} that may still be in the queue is marked void")]
        public static partial void Voided(ILogger logger, MessageId id);

        [LoggerMessage(85, LogLevel.Error, "A standby copy of {Id} that may still be in the queue cannot be marked void; a carrier may get the message twice")]
        public static partial void CannotVoid(ILogger logger, MessageId id, Exception exception);

        [LoggerMessage(88, LogLevel.Warning, "A standby copy of {Id} cannot be put")]
        public static partial void CannotPut(ILogger logger, MessageId id, Exception exception);
    }
}
