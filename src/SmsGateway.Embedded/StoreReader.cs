using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Stats;

namespace SmsGateway.Embedded;

/// <summary>Reads on a connection of its own, so that an operator's listing never waits for, or holds up, a commit.</summary>
internal sealed class StoreReader(SqliteConnection connection) : IDisposable
{
    /// <summary>Rows of admission's notes, each with those of a commit.</summary>
    private const int NotesOfAPage = 256;

    private readonly Lock _lock = new();

    /// <returns>The records of a page, and where the next one begins.</returns>
    public (IReadOnlyList<byte[]> Records, string? Continue) List(DeadLetterQuery query)
    {
        var from = query.Day is { } day ? Milliseconds(day) : long.MinValue;
        var to = query.Day is null ? long.MaxValue : from + (long)TimeSpan.FromDays(1).TotalMilliseconds;
        var (beforeDied, beforeId) = Position(query.Continue);
        const string Sql = """
            SELECT record, died, id FROM dead_letters
            WHERE died >= $from AND died < $to AND ($reason IS NULL OR reason = $reason)
              AND (died < $beforeDied OR (died = $beforeDied AND id < $beforeId))
            ORDER BY died DESC, id DESC LIMIT $limit
            """;
        var items = Read(
            Sql,
            ReadAll,
            ("$from", from),
            ("$to", to),
            ("$reason", query.Reason?.ToString()),
            ("$beforeDied", beforeDied),
            ("$beforeId", beforeId),
            ("$limit", query.Max + 1)
        );
        if (items.Count <= query.Max)
        {
            return ([.. items.Select(item => item.Record)], null);
        }

        items.RemoveAt(query.Max);
        var (_, died, id) = items[^1];
        return ([.. items.Select(item => item.Record)], Token(died, id));
    }

    public byte[]? Find(MessageId id) =>
        Read(
            "SELECT record FROM dead_letters WHERE id = $id",
            command => command.ExecuteScalar() as byte[],
            ("$id", id.ToString())
        );

    public DeliveryRecord? FindDelivered(MessageId id, DateTimeOffset now) =>
        Read(
            "SELECT record FROM outcomes WHERE id = $id AND until > $now",
            command => command.ExecuteScalar() is byte[] record ? DeliverySerializer.Deserialize(record) : null,
            ("$id", id.ToString()),
            ("$now", now.ToUnixTimeMilliseconds())
        );

    /// <summary>Looks through some of admission's notes, the newest before that row.</summary>
    /// <param name="before">Where the page before has ended.</param>
    /// <param name="since">In Unix milliseconds.</param>
    /// <param name="pick">Takes those that are wanted.</param>
    /// <returns>What was picked, where this page has ended, and the time that it goes back to; null: there are no others.</returns>
    public (byte[] Picked, long Next, long? At) Notes(
        long before,
        long since,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick
    ) =>
        Read(
            "SELECT seq, at, notes FROM admission_notes WHERE seq < $before ORDER BY seq DESC LIMIT $limit",
            command =>
            {
                var picked = new ArrayBufferWriter<byte>();
                var (rows, next, oldest, isWanted) = (0, before, long.MaxValue, false);
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    (rows, next) = (rows + 1, reader.GetInt64(0));
                    var at = reader.GetInt64(1);
                    oldest = Math.Min(oldest, at);
                    if (at > since)
                    {
                        isWanted = true;
                        picked.Write(pick(reader.GetFieldValue<byte[]>(2)).Span);
                    }
                }

                return (picked.WrittenSpan.ToArray(), next, rows == NotesOfAPage && isWanted ? oldest : (long?)null);
            },
            ("$before", before),
            ("$limit", NotesOfAPage)
        );

    /// <summary>The first row of admission's notes that is newer, found in some twenty steps: they lie in the order of time.</summary>
    /// <param name="until">In Unix milliseconds.</param>
    public long NotesAfter(long until)
    {
        var (low, high) = Read(
            "SELECT ifnull(min(seq), 0), ifnull(max(seq), 0) + 1 FROM admission_notes",
            command =>
            {
                using var reader = command.ExecuteReader();
                reader.Read();
                return (reader.GetInt64(0), reader.GetInt64(1));
            }
        );
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = Read(
                "SELECT at FROM admission_notes WHERE seq >= $seq ORDER BY seq LIMIT 1",
                command => command.ExecuteScalar() as long?,
                ("$seq", middle)
            );
            (low, high) = at <= until ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <returns>Null when it is the version that is known.</returns>
    public StoredLists? ReadLists(string? known) =>
        Read(
            "SELECT version, lists FROM admission_lists",
            command =>
            {
                using var reader = command.ExecuteReader();
                var (version, lists) = reader.Read()
                    ? (reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetFieldValue<byte[]>(1))
                    : (ListTable.NeverWritten, []);
                return version == known ? null : new StoredLists(lists, version);
            }
        );

    public IReadOnlyList<StatsRow> ReadStats(DateTimeOffset from, DateTimeOffset until) =>
        Read(
            "SELECT minute, instance, count FROM stats WHERE minute >= $from AND minute < $until",
            command =>
            {
                var rows = new List<StatsRow>();
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(
                        new StatsRow(
                            DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)),
                            reader.GetString(1),
                            reader.GetFieldValue<byte[]>(2)
                        )
                    );
                }

                return rows;
            },
            ("$from", from.ToUnixTimeMilliseconds()),
            ("$until", until.ToUnixTimeMilliseconds())
        );

    public long CountQueued(int max) =>
        Read(
            "SELECT count(*) FROM (SELECT 1 FROM queue LIMIT $max)",
            command => Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture),
            ("$max", max)
        );

    /// <summary>Since when the oldest message is due; one in work is due again when its lease ends.</summary>
    public DateTimeOffset? OldestDue(DateTimeOffset now) =>
        Read(
            "SELECT min(due) FROM queue",
            command =>
                command.ExecuteScalar() is long due && due <= now.ToUnixTimeMilliseconds()
                    ? DateTimeOffset.FromUnixTimeMilliseconds(due)
                    : (DateTimeOffset?)null
        );

    public void Dispose()
    {
        lock (_lock)
        {
            connection.Dispose();
        }
    }

    private static List<(byte[] Record, long Died, string Id)> ReadAll(SqliteCommand command)
    {
        var items = new List<(byte[] Record, long Died, string Id)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            items.Add((reader.GetFieldValue<byte[]>(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return items;
    }

    /// <summary>One at a time from making the command to disposing it: a connection is not made for several threads.</summary>
    private T Read<T>(
        string sql,
        Func<SqliteCommand, T> read,
        params ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        try
        {
            lock (_lock)
            {
                using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All callers pass constants.
                command.CommandText = sql;
#pragma warning restore CA2100
                foreach (var (name, value) in parameters)
                {
                    command.Parameters.AddWithValue(name, value ?? DBNull.Value);
                }

                return read(command);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Unreadable(e);
        }
    }

    private static long Milliseconds(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static string Token(long died, string id) =>
        Convert.ToHexString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{died}/{id}")));

    /// <summary>Where the page before ended; the very end for no token.</summary>
    private static (long Died, string Id) Position(string? token)
    {
        if (token is null)
        {
            return (long.MaxValue, "");
        }

        try
        {
            if (Encoding.UTF8.GetString(Convert.FromHexString(token)).Split('/') is [var died, var id])
            {
                return (long.Parse(died, CultureInfo.InvariantCulture), id);
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new UnknownPageException("", e);
        }

        throw new UnknownPageException();
    }
}
