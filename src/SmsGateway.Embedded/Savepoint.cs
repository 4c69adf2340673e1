using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// Sets apart, inside a transaction, what may fail without the rest: a record beside a message must never cost the messages that are
/// committed with it. Used by the writer thread only.
/// </summary>
internal sealed class Savepoint(sqlite3 database) : IDisposable
{
    private readonly Statement _begin = new(database, "SAVEPOINT apart");
    private readonly Statement _undo = new(database, "ROLLBACK TO apart");
    private readonly Statement _end = new(database, "RELEASE apart");

    /// <returns>Why nothing of it is done; null when all of it is.</returns>
    /// <exception cref="SqliteException">The whole transaction is lost.</exception>
    public Exception? Try(Action write)
    {
        _begin.Run();
        try
        {
            write();
            _end.Run();
            return null;
        }
        catch (Exception e)
        {
            if (!TryUndo())
            {
                throw;
            }

            return e;
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _undo.Dispose();
        _end.Dispose();
    }

    /// <returns>False when SQLite has undone the whole transaction already, as for a full disk.</returns>
    private bool TryUndo()
    {
        try
        {
            _undo.Run();
            _end.Run();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
