using SmsGateway.Stats;

namespace SmsGateway.Embedded;

/// <summary>What gateways on the file have counted: a row a minute at most. One that cannot be written fails alone.</summary>
internal sealed class EmbeddedStats(GroupCommitter writer, StoreReader reader) : IStatsStore
{
    public ValueTask WriteAsync(StatsRow row, CancellationToken cancellationToken) =>
        new(writer.RunAsync(new ApartOperation(session => session.Stats.Write(row))));

    public ValueTask<IReadOnlyList<StatsRow>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(reader.ReadStats(from, until));
}
