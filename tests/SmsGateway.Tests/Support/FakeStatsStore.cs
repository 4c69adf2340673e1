using SmsGateway.Stats;

namespace SmsGateway.Tests.Support;

/// <summary>Minutes in memory, which several gateways can share.</summary>
internal sealed class FakeStatsStore : IStatsStore
{
    private readonly Dictionary<(DateTimeOffset Minute, string Instance), StatsRow> _rows = [];

    /// <summary>Thrown instead of doing anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How often a row was written, or tried to be.</summary>
    public int Writes { get; private set; }

    public IReadOnlyList<StatsRow> Rows => [.. _rows.Values.OrderBy(row => row.Minute)];

    public void Put(StatsRow row) => _rows[(row.Minute, row.Instance)] = row;

    public ValueTask WriteAsync(StatsRow row, CancellationToken cancellationToken)
    {
        Writes++;
        if (Failure is not null)
        {
            return ValueTask.FromException(Failure);
        }

        Put(row);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<StatsRow>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        Failure is null
            ? ValueTask.FromResult<IReadOnlyList<StatsRow>>([
                .. Rows.Where(row => row.Minute >= from && row.Minute < until),
            ])
            : ValueTask.FromException<IReadOnlyList<StatsRow>>(Failure);
}
