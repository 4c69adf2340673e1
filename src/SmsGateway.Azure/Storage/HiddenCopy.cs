using Microsoft.Extensions.Logging;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>A standby copy in the queue, kept invisible from its making until it is shown or removed.</summary>
internal sealed partial class HiddenCopy : IDisposable
{
    private readonly IQueueCopies _queue;
    private readonly StandbyTimes _times;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _pushing;
    private QueueCopy? _copy;

    public HiddenCopy(IQueueCopies queue, QueueCopy copy, string name, StandbyTimes times, TimeProvider time, ILogger logger)
    {
        (_queue, _copy, _times, _time, _logger) = (queue, copy, times, time, logger);
        Name = name;
        _pushing = PushAsync();
    }

    /// <summary>Its <c>Standby</c> name in the envelope.</summary>
    public string Name { get; }

    /// <summary>Makes it due at once, for another instance.</summary>
    public async Task ShowAsync()
    {
        await EndPushingAsync();
        if (_copy is { } copy)
        {
            await _queue.HideAsync(copy, TimeSpan.Zero);
        }
    }

    /// <summary>Insists for a while: until this is written, the copy would be delivered a second time.</summary>
    /// <returns>False when it is still there, for all that is known.</returns>
    public async Task<bool> RemoveAsync()
    {
        await EndPushingAsync();
        var started = _time.GetTimestamp();
        while (_copy is { } copy)
        {
            try
            {
                return await _queue.DeleteAsync(copy);
            }
            catch (StoreUnavailableException e)
            {
                if (_time.GetElapsedTime(started) >= _times.Insist)
                {
                    return false;
                }

                Log.CannotRemove(_logger, e);
                await Task.Delay(_times.Pause, _time);
            }
        }

        return false;
    }

    public void Dispose() => _end.Dispose();

    private async Task PushAsync()
    {
        while (_copy is { } copy)
        {
            await Task.Delay(_times.Push, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Null: somebody has taken it over, though this delivery lives; or a push was answered too late to know its receipt.
                _copy = await _queue.HideAsync(copy, _times.Hidden);
            }
            catch (StoreUnavailableException e)
            {
                Log.CannotPush(_logger, e);
            }
        }
    }

    /// <summary>A push on its way is awaited: it decides which receipt is the newest.</summary>
    private async Task EndPushingAsync()
    {
        await _end.CancelAsync();
        await _pushing;
    }

    private static partial class Log
    {
        [LoggerMessage(86, LogLevel.Warning, "A standby copy cannot be kept hidden; trying again")]
        public static partial void CannotPush(ILogger logger, Exception exception);

        [LoggerMessage(87, LogLevel.Warning, "A standby copy cannot be removed; trying again")]
        public static partial void CannotRemove(ILogger logger, Exception exception);
    }
}
