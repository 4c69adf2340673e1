using SmsGateway.DeadLetters;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>Writes and deletes dead letters inside the writer's transaction.</summary>
internal sealed class DeadLetterWriter(sqlite3 database) : IDisposable
{
    private readonly Statement _record = new(
        database,
        """
        INSERT INTO dead_letters (id, died, reason, record) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (id) DO UPDATE SET died = ?2, reason = ?3, record = ?4
        """
    );

    private readonly Statement _delete = new(database, "DELETE FROM dead_letters WHERE id = ?1 AND died = ?2");
    private readonly Statement _deleteOld = new(
        database,
        """
        DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE died < ?1 ORDER BY died LIMIT ?2)
        """
    );

    public void Record(DeadLetter deadLetter, byte[] record) =>
        _record
            .Bind(1, deadLetter.Id.ToString())
            .Bind(2, deadLetter.DiedAt.ToUnixTimeMilliseconds())
            .Bind(3, deadLetter.Reason.ToString())
            .Bind(4, record)
            .Run();

    /// <returns>Whether there was one.</returns>
    public bool Delete(DeadLetter deadLetter)
    {
        _delete.Bind(1, deadLetter.Id.ToString()).Bind(2, deadLetter.DiedAt.ToUnixTimeMilliseconds()).Run();
        return raw.sqlite3_changes(database) > 0;
    }

    /// <param name="died">Records of before this moment go, in Unix milliseconds; the oldest first.</param>
    /// <param name="max">At most so many, so that no commit waits for long.</param>
    public void DeleteOld(long died, int max) => _deleteOld.Bind(1, died).Bind(2, max).Run();

    public void Dispose()
    {
        _record.Dispose();
        _delete.Dispose();
        _deleteOld.Dispose();
    }
}
