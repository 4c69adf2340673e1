using System.Globalization;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

/// <summary>Dead letters in memory, in the order they were recorded. A lease is lost when its term has ended by the given clock.</summary>
/// <param name="queue">Gets what is replayed.</param>
internal sealed class FakeDeadLetterStore(ISendQueue queue, TimeProvider? time = null) : IDeadLetterStore
{
    private readonly List<DeadLetter> _records = [];

    public IReadOnlyList<DeadLetter> Records => _records;

    /// <summary>Thrown instead of doing anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The queries asked, oldest first.</summary>
    public List<DeadLetterQuery> Queries { get; } = [];

    /// <summary>Largest page given out, whatever the query allows.</summary>
    public int PageLimit { get; set; } = int.MaxValue;

    public ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        Add(deadLetter);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> RecordAsync(
        DeadLetter deadLetter,
        QueueLease lease,
        CancellationToken cancellationToken
    )
    {
        if (time is not null && lease.Term.HasEnded(time))
        {
            return false;
        }

        await RecordAsync(deadLetter, cancellationToken);
        return true;
    }

    public void Add(DeadLetter deadLetter)
    {
        _records.RemoveAll(record => record.Id == deadLetter.Id);
        _records.Add(deadLetter);
    }

    public ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        Queries.Add(query);
        var from =
            query.Continue is null ? 0
            : int.TryParse(query.Continue, CultureInfo.InvariantCulture, out var page) ? page
            : throw new UnknownPageException();
        var matching = Enumerable
            .Reverse(_records)
            .Where(record => query.Day is not { } day || DateOnly.FromDateTime(record.DiedAt.UtcDateTime) == day)
            .Where(record => query.Reason is not { } reason || record.Reason == reason)
            .ToList();
        var items = matching.Skip(from).Take(Math.Min(query.Max, PageLimit)).ToList();
        var next = from + items.Count;
        return ValueTask.FromResult(
            new DeadLetterPage(items, next < matching.Count ? next.ToString(CultureInfo.InvariantCulture) : null)
        );
    }

    public ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return ValueTask.FromResult(_records.Find(record => record.Id == id));
    }

    public ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        return ValueTask.FromResult(
            _records.RemoveAll(record => record.Id == deadLetter.Id && record.DiedAt == deadLetter.DiedAt) > 0
        );
    }

    public async ValueTask<bool> ReplayAsync(
        DeadLetter deadLetter,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        ThrowIfFailing();
        if (!_records.Contains(deadLetter))
        {
            return false;
        }

        await queue.EnqueueAsync(envelope, TimeSpan.Zero, cancellationToken);
        return await DeleteAsync(deadLetter, cancellationToken);
    }

    private void ThrowIfFailing()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
