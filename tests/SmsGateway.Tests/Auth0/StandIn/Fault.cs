using System.Collections.Concurrent;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>What goes wrong with one request.</summary>
internal enum FaultKind
{
    /// <summary>Answered with a status instead of being done.</summary>
    Status,

    /// <summary>The connection is cut before anything was done.</summary>
    CutBefore,

    /// <summary>All was done, and then the connection is cut: the answer never arrives.</summary>
    CutAfter,

    /// <summary>Nothing was done, and no answer comes until the client is gone.</summary>
    HoldBefore,

    /// <summary>All was done, and no answer comes until the client is gone.</summary>
    HoldAfter,
}

/// <param name="Kind">What happens.</param>
/// <param name="Status">For <see cref="FaultKind.Status"/>.</param>
internal sealed record Fault(FaultKind Kind, int Status = 0)
{
    public bool IsAfter => Kind is FaultKind.CutAfter or FaultKind.HoldAfter;

    public bool Holds => Kind is FaultKind.HoldBefore or FaultKind.HoldAfter;
}

/// <summary>The switches by which a test breaks requests, counted from 1 since the last <see cref="Restart"/>.</summary>
internal sealed class Faults
{
    private readonly ConcurrentDictionary<int, Fault> _faults = new();
    private readonly ConcurrentDictionary<int, Action> _meanwhile = new();
    private TaskCompletionSource _holding = NewSignal();
    private int _count;

    /// <summary>Requests since the last restart.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes when a request is held.</summary>
    public Task Holding => Volatile.Read(ref _holding).Task;

    /// <summary>Counts from 1 again; no request is broken.</summary>
    public void Restart()
    {
        _faults.Clear();
        _meanwhile.Clear();
        Volatile.Write(ref _holding, NewSignal());
        Volatile.Write(ref _count, 0);
    }

    public void On(int request, Fault fault) => _faults[request] = fault;

    /// <summary>Has somebody else do something just before a request is answered.</summary>
    public void Before(int request, Action meanwhile) => _meanwhile[request] = meanwhile;

    public Fault? Next()
    {
        var request = Interlocked.Increment(ref _count);
        _meanwhile.GetValueOrDefault(request)?.Invoke();
        return _faults.GetValueOrDefault(request);
    }

    public void Held() => Volatile.Read(ref _holding).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
