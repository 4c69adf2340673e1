using SmsGateway.Stats;

namespace SmsGateway.Embedded;

/// <summary>What gateways on the file have counted. A row is a commit of its own, one a minute at most.</summary>
internal sealed class EmbeddedStats(GroupCommitter writer, StoreReader reader) : IStatsStore
{
    public ValueTask WriteAsync(StatsRow row, CancellationToken cancellationToken) =>
        new(writer.RunAsync(new DelegateOperation(session => session.Stats.Write(row))));

    public ValueTask<IReadOnlyList<StatsRow>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(reader.ReadStats(from, until));
}
