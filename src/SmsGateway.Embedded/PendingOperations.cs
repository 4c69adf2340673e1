using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>
/// The operations that wait for a commit or are in one. When the disk stands still, no caller is kept waiting who could try again.
/// Everything is called under the committer's lock.
/// </summary>
internal sealed class PendingOperations(TimeProvider time)
{
    /// <summary>What no commit has begun for by then is refused, and not stored later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What a commit has begun for waits for it, but not for longer. Auth0 waits 30 s for its answer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    private List<WriteOperation> _waiting = [];
    private List<WriteOperation> _batch = [];
    private bool _isCommitting;

    public int Count => _waiting.Count;

    public void Add(WriteOperation operation)
    {
        operation.Since = time.GetTimestamp();
        _waiting.Add(operation);
    }

    /// <returns>All that waits, for one commit; the list is the caller's until it takes the next.</returns>
    public List<WriteOperation> Take()
    {
        (_batch, _waiting) = (_waiting, _batch);
        _isCommitting = true;
        return _batch;
    }

    /// <summary>From here on nobody gives up waiting for what was taken.</summary>
    public void EndCommitting() => _isCommitting = false;

    public void GiveUp()
    {
        if (_waiting.Count > 0 && HasWaited(_waiting[0], Patience))
        {
            foreach (var late in _waiting.Where(operation => IsGivenUpAfter(operation, Patience)))
            {
                late.Fail(new StoreUnavailableException("The disk does not answer; the message is not stored."));
            }

            _waiting.RemoveAll(operation => operation.Task.IsCompleted);
        }

        if (_isCommitting)
        {
            foreach (var late in _batch.Where(operation => IsGivenUpAfter(operation, LongestWait)))
            {
                late.Abandon(new StoreUnavailableException("The disk does not answer; the message is withdrawn."));
            }
        }
    }

    private bool IsGivenUpAfter(WriteOperation operation, TimeSpan limit) =>
        operation is { Accepts: not null, Task.IsCompleted: false } && HasWaited(operation, limit);

    private bool HasWaited(WriteOperation operation, TimeSpan limit) => time.GetElapsedTime(operation.Since) >= limit;
}
