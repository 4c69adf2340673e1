using System.Globalization;
using Microsoft.Data.Sqlite;
using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>The one file: where it is, how it is opened, and its schema.</summary>
internal static class EmbeddedDatabase
{
    public const string FileName = "gateway.db";

    /// <summary>Raised with every change of the schema; a file of a newer gateway is refused, not guessed at.</summary>
    private const int SchemaVersion = 5;

    /// <summary>How long a statement waits for another process's transaction. Auth0 waits 30 s for its answer.</summary>
    public const int BusyMilliseconds = 2000;

    // A message is due when its time has come; a lease is a due time in the future plus a receipt.
    private const string Schema = """
        CREATE TABLE queue (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            due INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            receives INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX queue_due ON queue (due);
        CREATE TABLE dead_letters (
            id TEXT PRIMARY KEY,
            died INTEGER NOT NULL,
            reason TEXT NOT NULL,
            record BLOB NOT NULL
        );
        CREATE INDEX dead_letters_died ON dead_letters (died, id);
        CREATE INDEX dead_letters_reason ON dead_letters (reason, died, id);
        CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
        """;

    private const string SinceVersion2 = """
        CREATE TABLE recent (
            correlated INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            until INTEGER NOT NULL,
            key BLOB NOT NULL,
            id TEXT NOT NULL,
            PRIMARY KEY (correlated, seq)
        ) WITHOUT ROWID;
        """;

    private const string SinceVersion3 = """
        CREATE TABLE admission_notes (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, notes BLOB NOT NULL);
        CREATE TABLE admission_lists (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, lists BLOB NOT NULL);
        """;

    // Ids sort by time, so that new rows come at the end and old ones lie at the beginning: no index but the table.
    private const string SinceVersion4 = """
        CREATE TABLE outcomes (id TEXT PRIMARY KEY, until INTEGER NOT NULL, record BLOB NOT NULL) WITHOUT ROWID;
        """;

    // A gateway of before may be running beside, in a restart without a pause, and goes on with its table as it knows it: what it
    // uses is never dropped. What it records is copied to where everybody looks now.
    private const string BesideVersion3 = """
        INSERT INTO outcomes SELECT id, until, record FROM delivered;
        CREATE TRIGGER delivered_added AFTER INSERT ON delivered BEGIN
            INSERT INTO outcomes VALUES (NEW.id, NEW.until, NEW.record)
            ON CONFLICT (id) DO UPDATE SET until = NEW.until, record = NEW.record;
        END;
        CREATE TRIGGER delivered_changed AFTER UPDATE ON delivered BEGIN
            INSERT INTO outcomes VALUES (NEW.id, NEW.until, NEW.record)
            ON CONFLICT (id) DO UPDATE SET until = NEW.until, record = NEW.record;
        END;
        """;

    private const string SinceVersion5 = """
        CREATE TABLE stats (minute INTEGER, instance TEXT, count BLOB NOT NULL, PRIMARY KEY (minute, instance)) WITHOUT ROWID;
        """;

    /// <summary>The file holds codes until they are delivered: nobody but this user needs to read it.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be made, or not be used.</exception>
    public static void CreateFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"Store__Path: the folder cannot be created or used ({e.GetType().Name}).",
                e
            );
        }
    }

    /// <exception cref="StoreUnavailableException">It cannot be opened, or is of a newer version.</exception>
    public static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, FileName),
                Pooling = false,
                // The library's own wait on a busy file sleeps 150 ms at a time; SQLite's busy_timeout, set below, is finer.
                DefaultTimeout = 1,
            }.ToString()
        );
        try
        {
            connection.Open();
            if (!OperatingSystem.IsWindows())
            {
                // It holds codes, also in a folder that others may read; the files SQLite makes beside it get the same mode.
                File.SetUnixFileMode(connection.DataSource, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            // FULL: a commit is on disk when it returns, whatever happens to the machine. secure_delete: what is deleted is
            // overwritten; with FAST it would stay readable in the pages that come free. temp_store: nor is anything set aside
            // in a folder for temporary files, which a container may not have.
            Execute(
                connection,
                $"""
                PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                PRAGMA secure_delete = ON; PRAGMA journal_size_limit = {StoreFile.LongLog}; PRAGMA temp_store = MEMORY;
                """
            );
            CreateOrCheckSchema(connection);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFailure.Unreadable(e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The time by which the messages in the file live, as last noted; null when none is there.</summary>
    public static DateTimeOffset? TimeOfMessages(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT at FROM probe WHERE EXISTS (SELECT 1 FROM queue)";
        return command.ExecuteScalar() is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All callers pass constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static void CreateOrCheckSchema(SqliteConnection connection)
    {
        if (Version(connection) < SchemaVersion)
        {
            // Another process may be creating it at the same moment: look again under the write lock.
            Execute(connection, "BEGIN IMMEDIATE");
            try
            {
                var found = Version(connection);
                if (found < SchemaVersion)
                {
                    Execute(connection, $"{Steps(found)} PRAGMA user_version = {SchemaVersion};");
                }

                Execute(connection, "COMMIT");
            }
            catch
            {
                Execute(connection, "ROLLBACK");
                throw;
            }
        }

        var version = Version(connection);
        if (version != SchemaVersion)
        {
            throw new StoreUnavailableException(
                $"The file {FileName} in Store__Path has schema version {version}; this gateway knows version {SchemaVersion}. Use the gateway that wrote it, or another folder."
            );
        }
    }

    /// <summary>All that is newer than the version that was found.</summary>
    private static string Steps(long found) =>
        string.Concat(
            found < 1 ? Schema : "",
            found < 2 ? SinceVersion2 : "",
            found < 3 ? SinceVersion3 : "",
            found < 4 ? SinceVersion4 : "",
            found is 2 or 3 ? BesideVersion3 : "",
            SinceVersion5
        );

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
