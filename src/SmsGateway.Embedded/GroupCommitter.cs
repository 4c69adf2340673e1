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

    /// <summary>How soon a change by another process is noticed.</summary>
    private static readonly TimeSpan LookAtOthers = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly WriterSession _session;
    private readonly Thread _thread;
    private List<WriteOperation> _pending = [];
    private List<WriteOperation> _batch = [];
    private readonly List<Receiver> _arrived = [];
    private long _lookedAtOthers;
    private bool _cancelled;
    private bool _stopping;

    public GroupCommitter(WriterSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "embedded store" };
        _thread.Start();
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
        _session.Dispose();
    }

    private void Run()
    {
        while (WaitForWork())
        {
            CommitBatch();
        }

        _session.Receivers.ForEach(receiver => receiver.Complete());
    }

    /// <returns>False when stopped and nothing is left to write.</returns>
    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (true)
            {
                _session.Receivers.AddRange(_arrived);
                _arrived.Clear();
                if (_cancelled)
                {
                    _cancelled = false;
                    EndCancelled();
                }

                var someoneWaits = _session.Receivers.Count > 0;
                if (someoneWaits && Stopwatch.GetElapsedTime(_lookedAtOthers) >= LookAtOthers)
                {
                    // Here, so that a busy writer looks too.
                    _lookedAtOthers = Stopwatch.GetTimestamp();
                    TryNoticeOthers();
                }

                if (_pending.Count > 0 || (someoneWaits && _session.NextDue <= _session.Now))
                {
                    (_batch, _pending) = (_pending, _batch);
                    return true;
                }

                if (_stopping)
                {
                    return false;
                }

                Monitor.Wait(_gate, someoneWaits ? UntilNextLook() : Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan UntilNextLook()
    {
        var untilDue = _session.NextDue - _session.Now;
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
        foreach (var receiver in _session.Receivers.Where(receiver => receiver.IsCancelled))
        {
            receiver.Complete();
        }

        _session.Receivers.RemoveAll(receiver => receiver.IsCancelled);
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

        foreach (var operation in _batch)
        {
            operation.Succeed();
        }

        _batch.Clear();
        foreach (var receiver in _session.Receivers.Where(receiver => receiver.HasLeases))
        {
            receiver.Complete();
        }

        _session.Receivers.RemoveAll(receiver => receiver.HasLeases);
    }

    private void Fail(Exception exception)
    {
        var reported = exception is SqliteException sqlite ? SqliteFailure.Refused(sqlite) : exception;
        _batch.ForEach(operation => operation.Fail(reported));
        _batch.Clear();
        foreach (var receiver in _session.Receivers)
        {
            receiver.TakeBack();
            receiver.Fail(reported);
        }

        _session.Receivers.Clear();
    }
}
