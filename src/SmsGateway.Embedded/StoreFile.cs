using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>The open file as the folder has it: whether it is still that one, and the log that SQLite writes ahead of it.</summary>
internal sealed class StoreFile(SqliteConnection connection)
{
    /// <summary>
    /// SQLite starts its log afresh only when nobody reads: behind one that goes on reading it grows. Above this it is written into
    /// the file and cut off as soon as it can be.
    /// </summary>
    public const long LongLog = 8 * 1024 * 1024;

    /// <summary>https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html</summary>
    private const int HasMoved = 20;

    private static readonly byte[] Main = [.. "main\0"u8];

    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly FileInfo _log = new(connection.DataSource + "-wal");
    private long _lookedAt = Stopwatch.GetTimestamp();

    /// <summary>What is written to a file that was deleted or replaced is on disk, and nobody will ever read it.</summary>
    /// <exception cref="StoreUnavailableException">The folder has another file by that name, or none.</exception>
    public void ThrowIfMoved()
    {
        var moved = 0;
        // Where the system keeps an open file from being deleted, SQLite does not know the question and leaves the answer alone.
        _ = FileControl(connection.Handle!.DangerousGetHandle(), Main, HasMoved, ref moved);
        if (moved != 0)
        {
            throw new StoreUnavailableException(
                $"The file {EmbeddedDatabase.FileName} in Store__Path was deleted or replaced under the running gateway, which can keep nothing there; restart it."
            );
        }
    }

    public void TendLog()
    {
        if (Stopwatch.GetElapsedTime(_lookedAt) < LogInterval)
        {
            return;
        }

        _lookedAt = Stopwatch.GetTimestamp();
        _log.Refresh();
        if (_log.Exists && _log.Length > LongLog)
        {
            EmptyLog();
        }
    }

    /// <summary>Writes the log into the file and cuts it off, unless somebody reads; nobody is waited for.</summary>
    public void EmptyLog()
    {
        if (connection.Handle is not { } database)
        {
            // Closed before.
            return;
        }

        _ = raw.sqlite3_busy_timeout(database, 0);
        _ = raw.sqlite3_wal_checkpoint_v2(database, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        _ = raw.sqlite3_busy_timeout(database, EmbeddedDatabase.BusyMilliseconds);
    }

    // The wrapper that comes with the library leaves this one out.
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(IntPtr database, byte[] name, int operation, ref int value);
}
