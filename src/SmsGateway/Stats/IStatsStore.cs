using SmsGateway.Queue;

namespace SmsGateway.Stats;

/// <summary>The minutes of all gateways on one store, a row for each instance and minute in which something happened.</summary>
public interface IStatsStore
{
    /// <summary>How long rows are kept at least; a store forgets what is older when it writes.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    /// <summary>Writes a row, in the place of one of the same minute and instance.</summary>
    /// <exception cref="StoreUnavailableException">It is not known to have been written.</exception>
    ValueTask WriteAsync(StatsRow row, CancellationToken cancellationToken);

    /// <param name="from">The first minute.</param>
    /// <param name="until">The minute after the last.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<IReadOnlyList<StatsRow>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    );
}

/// <param name="Minute">Its beginning.</param>
/// <param name="Instance">Which process counted; no two have the same name, not even one after the other.</param>
/// <param name="Count">As <see cref="StatsCountSerializer"/> writes it.</param>
public sealed record StatsRow(DateTimeOffset Minute, string Instance, ReadOnlyMemory<byte> Count);
