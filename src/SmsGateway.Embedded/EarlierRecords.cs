using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// The table in which gateways up to schema version 3 record deliveries, in a file that was theirs. One of them may be running beside;
/// when it has gone, its last rows are to go in their time.
/// </summary>
internal sealed class EarlierRecords : IDisposable
{
    private readonly Statement _trim;

    private EarlierRecords(sqlite3 database) =>
        _trim = new Statement(
            database,
            "DELETE FROM delivered WHERE id IN (SELECT id FROM delivered WHERE until <= ?1 LIMIT ?2)"
        );

    /// <returns>Null when there is no such table.</returns>
    public static EarlierRecords? In(sqlite3 database)
    {
        using var find = new Statement(
            database,
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'delivered'"
        );
        return find.ReadInteger() is null ? null : new EarlierRecords(database);
    }

    public void Trim(long now, int max) => _trim.Bind(1, now).Bind(2, max).Run();

    public void Dispose() => _trim.Dispose();
}
