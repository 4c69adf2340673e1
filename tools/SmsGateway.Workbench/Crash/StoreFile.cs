using Microsoft.Data.Sqlite;

namespace SmsGateway.Workbench.Crash;

/// <summary>The embedded store's file, looked at from outside.</summary>
internal static class StoreFile
{
    /// <returns>"ok", or what SQLite finds wrong.</returns>
    public static string CheckIntegrity(string folder)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, "gateway.db"),
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
