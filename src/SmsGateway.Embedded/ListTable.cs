using System.Globalization;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>The operators' lists: one document with the number of its version. Used by the writer thread only.</summary>
internal sealed class ListTable(sqlite3 database) : IDisposable
{
    public const string NeverWritten = "0";

    private readonly Statement _version = new(database, "SELECT version FROM admission_lists");
    private readonly Statement _write = new(
        database,
        "INSERT INTO admission_lists (id, version, lists) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET version = ?1, lists = ?2"
    );

    /// <returns>False when the version is another.</returns>
    public bool Write(ReadOnlySpan<byte> lists, string known)
    {
        var version = Version;
        if (version != known)
        {
            return false;
        }

        _write.Bind(1, long.Parse(version, CultureInfo.InvariantCulture) + 1).Bind(2, lists).Run();
        return true;
    }

    public void Dispose()
    {
        _version.Dispose();
        _write.Dispose();
    }

    private string Version => _version.ReadInteger()?.ToString(CultureInfo.InvariantCulture) ?? NeverWritten;
}
