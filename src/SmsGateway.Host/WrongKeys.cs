namespace SmsGateway.Host;

/// <summary>
/// Keeps those waiting who try wrong keys, everybody together: addresses are easily had. Nobody is locked out, because the right
/// key never comes here. That bounds what one who guesses can ask at a time, and no more: what protects is the key's length.
/// </summary>
internal sealed class WrongKeys(TimeProvider time)
{
    /// <summary>An operator who mistypes has his answer at once.</summary>
    public const int AtOnce = 5;

    /// <summary>Each holds a connection.</summary>
    public const int MostWaiting = 16;

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<long> _recent = new();
    private int _waiting;

    /// <returns>Whether it has waited its time; false at once when too many do.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isEarly = _recent.Count < AtOnce || time.GetElapsedTime(_recent.Peek()) >= Remembered;
            if (_recent.Count == AtOnce)
            {
                _recent.Dequeue();
            }

            _recent.Enqueue(time.GetTimestamp());
            if (isEarly)
            {
                return true;
            }

            if (_waiting == MostWaiting)
            {
                return false;
            }

            _waiting++;
        }

        try
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The client has gone; nobody reads an answer.
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }

        return true;
    }
}
