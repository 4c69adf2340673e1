using SmsGateway.Stats;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>What each process has counted, a row a minute. Used by the writer thread only, inside its transactions.</summary>
internal sealed class StatsTable(sqlite3 database) : IDisposable
{
    private readonly Statement _write = new(
        database,
        "INSERT INTO stats (minute, instance, count) VALUES (?1, ?2, ?3) ON CONFLICT (minute, instance) DO UPDATE SET count = ?3"
    );
    private readonly Statement _trim = new(database, "DELETE FROM stats WHERE minute < ?1");

    public void Write(StatsRow row)
    {
        var minute = row.Minute.ToUnixTimeMilliseconds();
        _write.Bind(1, minute).Bind(2, row.Instance).Bind(3, row.Count.Span).Run();
        _trim.Bind(1, minute - (long)IStatsStore.Kept.TotalMilliseconds).Run();
    }

    public void Dispose()
    {
        _write.Dispose();
        _trim.Dispose();
    }
}
