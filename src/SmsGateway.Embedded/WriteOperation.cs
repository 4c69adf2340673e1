using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>Something to be done inside the next group commit. Its task ends when that commit is on disk, or has failed whole.</summary>
internal abstract class WriteOperation
{
    // Continuations run elsewhere: the writer thread must never execute a request's code.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    /// <summary>When it was asked for.</summary>
    public long Since { get; set; }

    /// <summary>The id of the message that a caller waits to have accepted; null when nobody waits who could go away.</summary>
    public virtual string? Accepts => null;

    /// <summary>The id of the message that the caller is told it has, once the commit is on disk.</summary>
    public virtual string? Stored => Accepts;

    /// <summary>The caller was told that the message is not accepted, when its commit had begun: it is to be undone.</summary>
    public bool IsAbandoned { get; private set; }

    public abstract void Execute(WriterSession session);

    /// <summary>Undoes what was committed for a caller who was told that it is not accepted.</summary>
    public virtual void Withdraw(WriterSession session) => session.Withdraw(Accepts!);

    public virtual void Succeed() => _done.TrySetResult();

    public virtual void Fail(Exception exception) => _done.TrySetException(exception);

    public void Abandon(Exception exception)
    {
        IsAbandoned = true;
        Fail(exception);
    }
}

/// <summary>An operation told as a delegate, for all that is not on the hot path.</summary>
internal sealed class DelegateOperation(Action<WriterSession> execute) : WriteOperation
{
    public override void Execute(WriterSession session) => execute(session);
}

/// <summary>One that fails alone, and takes nothing along that is committed with it: for what is no message.</summary>
internal sealed class ApartOperation(Action<WriterSession> execute) : WriteOperation
{
    private Exception? _fault;

    public override void Execute(WriterSession session) => _fault = session.Apart.Try(() => execute(session));

    public override void Succeed()
    {
        if (_fault is null)
        {
            base.Succeed();
        }
        else
        {
            Fail(SqliteFailure.Refused(_fault));
        }
    }
}

/// <summary>Stores a message; hands it straight to a waiting receiver when nothing older is due.</summary>
internal sealed class EnqueueOperation(string id, byte[] body, TimeSpan delay) : WriteOperation
{
    public override string? Accepts => id;

    public override void Execute(WriterSession session) => session.Queue.Enqueue(id, body, delay);
}

/// <summary>Stores a newly accepted message, unless the same one was stored before, or the gate does not admit it.</summary>
internal sealed class EnqueueOnceOperation(string id, byte[] body, IdempotencyKey? key, IQueueGate? gate)
    : WriteOperation
{
    private string? _stored;
    private ReadOnlyMemory<byte> _takenBack;

    public override string? Accepts => id;

    public override string? Stored => _stored;

    public override void Execute(WriterSession session)
    {
        // Its caller has been told that it is not accepted: it is not counted either.
        if (!IsAbandoned)
        {
            _stored = session.EnqueueOnce(id, body, key, gate);
        }
    }

    public override void Withdraw(WriterSession session)
    {
        base.Withdraw(session);
        session.Notes.Add(_takenBack.Span);
    }

    public override void Fail(Exception exception)
    {
        _takenBack = gate?.TakeBack() ?? default;
        base.Fail(exception);
    }
}

/// <summary>Deletes a message whose run has ended.</summary>
internal sealed class CompleteOperation(EmbeddedLease lease) : WriteOperation
{
    /// <summary>False when the lease was lost.</summary>
    public bool IsDone { get; private set; }

    public override void Execute(WriterSession session) => IsDone = session.Complete(lease);
}
