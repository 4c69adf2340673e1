using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>
/// The one thread that writes. It takes everything that has come in while the last commit was being written to disk and
/// commits it as one transaction, so that concurrent requests share one fsync; the busier, the larger the groups.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    /// <summary>Beyond this the machine does not keep up; new work is refused instead of being left to time out.</summary>
    private const int MaxPending = 20_000;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How soon a change by another process is noticed.</summary>
    private static readonly TimeSpan LookAtOthers = TimeSpan.FromMilliseconds(100);

    private enum Work
    {
        None,
        Look,
        Commit,
    }

    private readonly object _gate = new();
    private readonly WriterSession _session;
    private readonly Thread _thread;
    private readonly ITimer _watch;
    private readonly PendingOperations _pending;
    private List<WriteOperation> _batch = [];
    private readonly List<Receiver> _arrived = [];
    private long _lookedAtOthers;
    private bool _cancelled;
    private bool _stopping;

    public GroupCommitter(WriterSession session, TimeProvider time)
    {
        (_session, _pending) = (session, new PendingOperations(time));
        _thread = new Thread(Run) { IsBackground = true, Name = "embedded store" };
        _thread.Start();
        _watch = time.CreateTimer(_ => GiveUpWaiting(), null, WatchInterval, WatchInterval);
    }

    /// <exception cref="StoreUnavailableException">The commit failed; nothing of the operation was done.</exception>
    public Task RunAsync(WriteOperation operation)
    {
        lock (_gate)
        {
            if (_stopping || _pending.Count >= MaxPending)
            {
                throw new StoreUnavailableException(
                    _stopping ? "The store is shutting down." : "The store cannot keep up."
                );
            }

            _pending.Add(operation);
            if (_pending.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }

        return operation.Task;
    }

    public async Task<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken)
    {
        var receiver = new Receiver(max);
        lock (_gate)
        {
            if (_stopping)
            {
                return [];
            }

            _arrived.Add(receiver);
            Monitor.Pulse(_gate);
        }

        await using var registration = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                receiver.IsCancelled = true;
                _cancelled = true;
                Monitor.Pulse(_gate);
            }
        });
        return await receiver.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _watch.Dispose();
        _session.Dispose();
    }

    private void Run()
    {
        while (WaitForWork() is var work && work != Work.None)
        {
            if (work == Work.Look)
            {
                TryNoticeOthers();
                continue;
            }

            CommitBatch();
            _session.TendLog();
        }

        _session.Queue.Receivers.ForEach(receiver => receiver.Complete());
    }

    /// <returns>None when stopped and nothing is left to write.</returns>
    private Work WaitForWork()
    {
        lock (_gate)
        {
            while (true)
            {
                _session.Queue.Receivers.AddRange(_arrived);
                _arrived.Clear();
                if (_cancelled)
                {
                    _cancelled = false;
                    EndCancelled();
                }

                var someoneWaits = _session.Queue.Receivers.Count > 0;
                if (someoneWaits && Stopwatch.GetElapsedTime(_lookedAtOthers) >= LookAtOthers)
                {
                    // First, so that a busy writer looks too; not under the lock, since a disk that stands still holds up a look.
                    _lookedAtOthers = Stopwatch.GetTimestamp();
                    return Work.Look;
                }

                if (_pending.Count > 0 || (someoneWaits && _session.Queue.NextDue <= _session.Now))
                {
                    _batch = _pending.Take();
                    return Work.Commit;
                }

                if (_stopping)
                {
                    return Work.None;
                }

                Monitor.Wait(_gate, someoneWaits ? UntilNextLook() : Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan UntilNextLook()
    {
        var untilDue = _session.Queue.NextDue - _session.Now;
        return untilDue < LookAtOthers.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(Math.Max(untilDue, 1))
            : LookAtOthers;
    }

    private void TryNoticeOthers()
    {
        try
        {
            _session.NoticeOthers();
        }
        catch (SqliteException)
        {
            // Busy or broken: the next commit will say so to somebody who can act on it.
        }
    }

    private void EndCancelled()
    {
        foreach (var receiver in _session.Queue.Receivers.Where(receiver => receiver.IsCancelled))
        {
            receiver.Complete();
        }

        _session.Queue.Receivers.RemoveAll(receiver => receiver.IsCancelled);
    }

    private void CommitBatch()
    {
        try
        {
            _session.Begin();
            foreach (var operation in _batch)
            {
                operation.Execute(_session);
            }

            _session.Serve();
            _session.Commit();
        }
        catch (Exception e)
        {
            _session.Rollback();
            Fail(e);
            return;
        }

        WithdrawAbandoned();
        foreach (var operation in _batch)
        {
            operation.Succeed();
        }

        _batch.Clear();
        foreach (var receiver in _session.Queue.Receivers.Where(receiver => receiver.HasLeases))
        {
            receiver.Complete();
        }

        _session.Queue.Receivers.RemoveAll(receiver => receiver.HasLeases);
    }

    private void Fail(Exception exception)
    {
        EndCommitting();
        var reported = SqliteFailure.Refused(exception);
        _batch.ForEach(operation => operation.Fail(reported));
        _batch.Clear();
        foreach (var receiver in _session.Queue.Receivers)
        {
            receiver.TakeBack();
            receiver.Fail(reported);
        }

        _session.Queue.Receivers.Clear();
    }

    /// <summary>From here on nobody gives up waiting for the batch.</summary>
    private void EndCommitting()
    {
        lock (_gate)
        {
            _pending.EndCommitting();
        }
    }

    /// <summary>What was stored after all, when its caller had been told that it is not, goes before anybody is handed it.</summary>
    private void WithdrawAbandoned()
    {
        EndCommitting();
        var abandoned = _batch.FindAll(operation => operation.IsAbandoned);
        // What another request brought as well, and is told that it has, stays.
        abandoned.RemoveAll(gone => _batch.Exists(other => !other.IsAbandoned && other.Stored == gone.Accepts));
        if (abandoned.Count == 0)
        {
            return;
        }

        try
        {
            _session.Begin();
            abandoned.ForEach(operation => operation.Withdraw(_session));
            _session.Commit();
        }
        catch (Exception e) when (e is SqliteException or StoreUnavailableException)
        {
            // Stored and refused: as after an answer that was lost, the message is sent all the same.
            _session.Rollback();
        }
    }

    private void GiveUpWaiting()
    {
        lock (_gate)
        {
            _pending.GiveUp();
        }
    }
}
