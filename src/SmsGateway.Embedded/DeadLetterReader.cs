using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Embedded;

/// <summary>Reads on a connection of its own, so that an operator's listing never waits for, or holds up, a commit.</summary>
internal sealed class DeadLetterReader(SqliteConnection connection) : IDisposable
{
    private readonly Lock _lock = new();

    public DeadLetterPage List(DeadLetterQuery query)
    {
        var (from, to) = query.Day is { } day
            ? (Milliseconds(day), Milliseconds(day.AddDays(1)))
            : (long.MinValue, long.MaxValue);
        var (beforeDied, beforeId) = Position(query.Continue);
        using var command = Command("""
            SELECT record FROM dead_letters
            WHERE died >= $from AND died < $to AND ($reason IS NULL OR reason = $reason)
              AND (died < $beforeDied OR (died = $beforeDied AND id < $beforeId))
            ORDER BY died DESC, id DESC LIMIT $limit
            """);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        command.Parameters.AddWithValue("$reason", (object?)query.Reason?.ToString() ?? DBNull.Value);
        command.Parameters.AddWithValue("$beforeDied", beforeDied);
        command.Parameters.AddWithValue("$beforeId", beforeId);
        command.Parameters.AddWithValue("$limit", query.Max + 1);

        var items = new List<DeadLetter>();
        Guarded(() =>
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                items.Add(DeadLetterSerializer.Deserialize(reader.GetFieldValue<byte[]>(0)));
            }
        });
        if (items.Count <= query.Max)
        {
            return new DeadLetterPage(items, null);
        }

        items.RemoveAt(query.Max);
        var last = items[^1];
        return new DeadLetterPage(items, Token(last.DiedAt.ToUnixTimeMilliseconds(), last.Id.ToString()));
    }

    public DeadLetter? Find(MessageId id)
    {
        using var command = Command("SELECT record FROM dead_letters WHERE id = $id");
        command.Parameters.AddWithValue("$id", id.ToString());
        object? record = null;
        Guarded(() => record = command.ExecuteScalar());
        return record is byte[] bytes ? DeadLetterSerializer.Deserialize(bytes) : null;
    }

    public long CountQueued(int max)
    {
        using var command = Command("SELECT count(*) FROM (SELECT 1 FROM queue LIMIT $max)");
        command.Parameters.AddWithValue("$max", max);
        long count = 0;
        Guarded(() => count = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture));
        return count;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            connection.Dispose();
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All callers pass constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private void Guarded(Action read)
    {
        try
        {
            lock (_lock)
            {
                read();
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

    /// <summary>Where the page before ended; the very end for no token, and for one that is not ours.</summary>
    private static (long Died, string Id) Position(string? token)
    {
        try
        {
            if (token is not null && Encoding.UTF8.GetString(Convert.FromHexString(token)).Split('/') is [var died, var id])
            {
                return (long.Parse(died, CultureInfo.InvariantCulture), id);
            }
        }
        catch (FormatException)
        {
        }

        return (long.MaxValue, "");
    }
}
