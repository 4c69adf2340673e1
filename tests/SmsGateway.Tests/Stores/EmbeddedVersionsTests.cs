using Microsoft.Data.Sqlite;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>A restart without a pause: a gateway of before goes on with the file while a new one brings it up to date.</summary>
public sealed class EmbeddedVersionsTests : IDisposable
{
    /// <summary>The file as the gateway with schema version 3 made it.</summary>
    private const string Version3 = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE queue (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, due INTEGER NOT NULL, receipt INTEGER NOT NULL,
            receives INTEGER NOT NULL, body BLOB NOT NULL
        );
        CREATE INDEX queue_due ON queue (due);
        CREATE TABLE dead_letters (id TEXT PRIMARY KEY, died INTEGER NOT NULL, reason TEXT NOT NULL, record BLOB NOT NULL);
        CREATE INDEX dead_letters_died ON dead_letters (died, id);
        CREATE INDEX dead_letters_reason ON dead_letters (reason, died, id);
        CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
        CREATE TABLE recent (
            correlated INTEGER NOT NULL, seq INTEGER NOT NULL, until INTEGER NOT NULL, key BLOB NOT NULL, id TEXT NOT NULL,
            PRIMARY KEY (correlated, seq)
        ) WITHOUT ROWID;
        CREATE TABLE delivered (id TEXT PRIMARY KEY, until INTEGER NOT NULL, record BLOB NOT NULL);
        CREATE INDEX delivered_until ON delivered (until);
        CREATE TABLE admission_notes (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, notes BLOB NOT NULL);
        CREATE TABLE admission_lists (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, lists BLOB NOT NULL);
        PRAGMA user_version = 3;
        """;

    // What it does to its records: with a delivery, with a question, and each minute.
    private const string Record = """
        INSERT INTO delivered (id, until, record) VALUES ($id, $until, $record)
        ON CONFLICT (id) DO UPDATE SET until = $until, record = $record
        """;
    private const string Find = "SELECT record FROM delivered WHERE id = $id AND until > $until";
    private const string Trim =
        "DELETE FROM delivered WHERE rowid IN (SELECT rowid FROM delivered WHERE until <= $until ORDER BY until LIMIT 500)";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly EmbeddedFolder _folder = new();
    private readonly SqliteConnection _before;

    public EmbeddedVersionsTests()
    {
        _before = _folder.Connect();
        Run(Version3);
    }

    private CancellationToken Stop { get; } = Patience.Bounded;

    private DateTimeOffset Now => _folder.Time.GetUtcNow();

    public void Dispose()
    {
        _before.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_gateway_of_before_goes_on_recording_finding_and_deleting_its_deliveries()
    {
        var (early, late) = (NewRecord(), NewRecord());
        Write(early);
        var store = _folder.Open();

        Write(late);
        Write(late with { Carrier = "messagemedia" });
        Run(Trim, until: Now);

        Assert.Equal(early, DeliverySerializer.Deserialize((byte[])Run(Find, $"{early.Id}", Now)!));
        Assert.Equal("messagemedia", DeliverySerializer.Deserialize((byte[])Run(Find, $"{late.Id}", Now)!)?.Carrier);
        Assert.Equal(early, await store.FindDeliveredAsync(early.Id, Stop));
        Assert.Equal("messagemedia", (await store.FindDeliveredAsync(late.Id, Stop))?.Carrier);

        _folder.Time.Advance(Kept);
        Run(Trim, until: Now);
        Assert.Null(Run(Find, $"{late.Id}", Now - Kept));
    }

    [Fact]
    public async Task What_it_has_left_is_gone_in_a_day_without_it()
    {
        Write(NewRecord());
        var store = _folder.Open();
        Write(NewRecord());
        _folder.Time.Advance(Kept);

        foreach (var table in new[] { "delivered", "outcomes" })
        {
            Assert.True(
                await Poll.UntilAsync(
                    async () =>
                    {
                        _folder.Time.Advance(TimeSpan.FromMinutes(1));
                        await store.CheckAsync(Stop);
                        return _folder.Query($"SELECT count(*) FROM {table}") is 0L;
                    },
                    TimeSpan.FromSeconds(10),
                    Stop
                ),
                table
            );
        }
    }

    private DeliveryRecord NewRecord() => new(MessageId.New(Now), "twilio", "SM1", Now, 1);

    private void Write(DeliveryRecord record) =>
        Run(Record, $"{record.Id}", Now + Kept, DeliverySerializer.Serialize(record));

    private object? Run(string sql, string id = "", DateTimeOffset until = default, byte[]? record = null)
    {
        using var command = _before.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$until", until.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$record", record ?? []);
        return command.ExecuteScalar();
    }
}
