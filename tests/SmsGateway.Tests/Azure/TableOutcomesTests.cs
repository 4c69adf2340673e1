using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class TableOutcomesTests(AzuriteFixture azurite) : DeliveryLogContract, IAsyncLifetime
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly FakeLogCollector _log = new();
    private StorageTest _storage = null!;
    private TableOutcomes _table = null!;
    private OutcomeKeeper _queue = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IReceiveQueue Receiving => _queue;

    private protected override IDeliveryLog Deliveries => _table;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _storage = new StorageTest(await azurite.NewStoreAsync());
        _table = new TableOutcomes(_storage.Account.Notes, Kept, TimeProvider.System);
        _queue = new OutcomeKeeper(_storage.Queue, _table, TimeProvider.System, _log.For<OutcomeKeeper>());
    }

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_delivered_longer_ago_than_it_is_kept_is_not_found()
    {
        var old = NewRecord() with { At = Now - Kept - TimeSpan.FromSeconds(1) };
        await DeliverAsync(old);

        Assert.Null(await Deliveries.FindDeliveredAsync(old.Id, Stop));
    }

    [Fact]
    public async Task Whoever_writes_deletes_what_is_too_old()
    {
        var (before, after) = (MessageId.New(Now), MessageId.New(Now + Kept));
        await WriteAsync(_table, before);
        await WriteAsync(_table, after);

        await WriteAsync(At(Kept + TimeSpan.FromHours(2)), after);

        Assert.True(
            await Poll.UntilAsync(async () => (await IdsAsync()).Count == 1, TimeSpan.FromSeconds(20), Stop),
            string.Join(' ', await IdsAsync())
        );
        Assert.Equal([after.ToString()], await IdsAsync());
    }

    /// <summary>As after a replay: a message may have died long ago, and is delivered today.</summary>
    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(400)]
    public async Task A_letter_is_found_for_a_day_however_long_ago_it_was_accepted(double daysAgo)
    {
        var delivered = NewRecord() with { Id = MessageId.New(Now.AddDays(-daysAgo)) };
        await DeliverAsync(delivered);

        await TrimAsync(At(TimeSpan.FromHours(23)));
        Assert.Equal(delivered, await Deliveries.FindDeliveredAsync(delivered.Id, Stop));

        await TrimAsync(At(Kept + TimeSpan.FromHours(1)));
        Assert.Empty(await IdsAsync());
    }

    [Theory]
    [InlineData("somebody-elses")]
    [InlineData("ffffffffffff7fff8fffffffffffffff")]
    [InlineData("0e677d21fdbf7fff8fffffffffffffff")]
    public async Task An_id_that_tells_no_time_is_deleted_after_a_day_as_well(string text)
    {
        Assert.True(MessageId.TryParse(text, out var id));
        await WriteAsync(_table, id);

        await TrimAsync(At(TimeSpan.FromHours(23)));
        Assert.Equal([text], await IdsAsync());

        await TrimAsync(At(Kept + TimeSpan.FromHours(1)));
        Assert.Empty(await IdsAsync());
    }

    /// <summary>What is to stay lies before it, and an answer of the service has an end.</summary>
    [Fact]
    public async Task All_that_is_old_goes_however_much_there_is()
    {
        var day = Now.AddDays(-9);
        await Task.WhenAll(
            Enumerable.Range(0, 230).Select(i => WriteAsync(_table, MessageId.New(day.AddHours(i % 5))))
        );

        await TrimAsync(At(Kept + TimeSpan.FromHours(1)));

        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task What_was_written_anew_since_it_was_found_old_stays()
    {
        var id = MessageId.New(Now);
        await WriteAsync(_table, id);
        var found = await _storage
            .Account.Notes!.QueryAsync<TableEntity>("", 10, TableCall.Keys, Stop)
            .ToListAsync(Stop);
        await WriteAsync(_table, id);

        var old = found.Where(entity => entity.RowKey == id.ToString()).ToList();
        Assert.Single(old);
        Assert.False(await TableCall.DeleteAsync(_storage.Account.Notes, old, Stop));
        Assert.Equal([id.ToString()], await IdsAsync());
    }

    [Fact]
    public async Task Without_a_table_messages_are_delivered_all_the_same()
    {
        var none = new TableOutcomes(null, Kept, TimeProvider.System);
        _queue = new OutcomeKeeper(_storage.Queue, none, TimeProvider.System, _log.For<OutcomeKeeper>());
        var delivered = NewRecord();
        await DeliverAsync(delivered);

        Assert.Null(await none.FindDeliveredAsync(delivered.Id, Stop));
        Assert.Empty(_log.GetSnapshot());
    }

    /// <summary>Each message would wait for it otherwise, and be delivered later for the sake of its record.</summary>
    [Fact]
    public async Task A_table_that_is_away_is_waited_for_once_in_a_while()
    {
        using var away = new NobodyThere();
        using var transport = new HttpClientTransport(away);
        var client = new TableClient(
            new Uri("http://127.0.0.1/account"),
            "admission",
            new TableSharedKeyCredential("account", Convert.ToBase64String(new byte[32])),
            new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }
        );
        var time = new FakeTimeProvider();
        using var telemetry = new GatewayTelemetry();
        using var failed = telemetry.Collect<long>("sms.records.failed");
        _queue = new OutcomeKeeper(
            _storage.Queue,
            new TableOutcomes(client, Kept, TimeProvider.System),
            time,
            _log.For<OutcomeKeeper>(),
            telemetry
        );

        await DeliverAsync(NewRecord());
        var first = away.Asked;
        await DeliverAsync(NewRecord());
        await DeliverAsync(NewRecord());
        Assert.Equal(first, away.Asked);

        time.Advance(TimeSpan.FromSeconds(5));
        await DeliverAsync(NewRecord());
        Assert.Equal(2 * first, away.Asked);
        Assert.Single(_log.GetSnapshot());
        Assert.Equal(Enumerable.Repeat("record=delivery", 4), failed.Tags);
    }

    /// <summary>A process to which it is so much later; the service's clock goes on as it does.</summary>
    private TableOutcomes At(TimeSpan later) => new(_storage.Account.Notes, Kept, new SettableTime(Now + later));

    private static async Task TrimAsync(TableOutcomes table)
    {
        while (await table.TrimAsync()) { }
    }

    private static Task WriteAsync(TableOutcomes table, MessageId id) =>
        table.WriteAsync(new MessageOutcome(id, "{}"u8.ToArray()));

    private Task<List<string>> IdsAsync() => TableRows.OfAsync(_storage.Account, "ended-", "ended/", Stop);

    private sealed class NobodyThere : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Asked++;
            throw new HttpRequestException("Nobody is there.");
        }
    }
}
