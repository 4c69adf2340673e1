using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>Somebody who waits for up to <paramref name="max"/> messages.</summary>
internal sealed class Receiver(int max)
{
    private readonly TaskCompletionSource<IReadOnlyList<QueueLease>> _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<QueueLease> _leases = [];

    public Task<IReadOnlyList<QueueLease>> Task => _done.Task;

    /// <summary>Set when the wait was cancelled; the writer then ends it, with what it has.</summary>
    public bool IsCancelled { get; set; }

    public int Wanted => max - _leases.Count;

    public bool HasLeases => _leases.Count > 0;

    public void Add(EmbeddedLease lease) => _leases.Add(lease);

    /// <summary>Forgets what a commit that failed had handed out.</summary>
    public void TakeBack() => _leases.Clear();

    /// <summary>Forgets a message that was taken back before anybody has it.</summary>
    public void TakeBack(string id) => _leases.RemoveAll(lease => lease is EmbeddedLease held && held.Id == id);

    public void Complete() => _done.TrySetResult(_leases);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
