using Microsoft.Data.Sqlite;
using SmsGateway.Queue;

namespace SmsGateway.Embedded;

/// <summary>Says in an operator's words what SQLite's number means.</summary>
internal static class SqliteFailure
{
    /// <summary>What a caller is told of a write that failed.</summary>
    public static Exception Refused(Exception exception) =>
        exception is SqliteException failure ? Describe("refused the write", failure) : exception;

    public static StoreUnavailableException Unreadable(SqliteException exception) =>
        Describe("cannot be read", exception);

    private static StoreUnavailableException Describe(string what, SqliteException exception)
    {
        // Result codes: https://www.sqlite.org/rescode.html
        var why = exception.SqliteErrorCode switch
        {
            5 or 6 => "another process keeps the file locked",
            8 => "the file or its folder is read-only",
            10 => "the disk failed",
            11 or 26 => "the file is damaged or no database",
            13 => "the disk is full",
            14 => "the file cannot be opened",
            _ => "unexpected error",
        };
        return new StoreUnavailableException(
            $"The embedded store {what}: {why} (SQLite {exception.SqliteExtendedErrorCode}).",
            exception
        );
    }
}
