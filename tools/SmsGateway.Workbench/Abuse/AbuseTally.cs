using System.Collections.Concurrent;

namespace SmsGateway.Workbench.Abuse;

/// <summary>Counts answers by kind of request and status; status 0 is a connection that was closed without an answer.</summary>
internal sealed class AbuseTally
{
    private readonly ConcurrentDictionary<(string Kind, int Status), long> _counts = new();
    private long _total;

    public long Total => Interlocked.Read(ref _total);

    public void Count(string kind, int status)
    {
        _counts.AddOrUpdate((kind, status), 1, (_, count) => count + 1);
        Interlocked.Increment(ref _total);
    }

    public long WithStatus(Func<int, bool> predicate) =>
        _counts.Where(pair => predicate(pair.Key.Status)).Sum(pair => pair.Value);

    public IEnumerable<(string Kind, IEnumerable<(int Status, long Count)> Answers)> ByKind() =>
        _counts
            .GroupBy(pair => pair.Key.Kind)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
                (group.Key, group.OrderBy(pair => pair.Key.Status).Select(pair => (pair.Key.Status, pair.Value)))
            );
}
