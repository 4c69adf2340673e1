using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
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

    /// <summary>A message may be delivered a day after it was accepted, so they are kept for that much longer.</summary>
    [Fact]
    public async Task Whoever_writes_deletes_what_is_too_old()
    {
        var old = MessageId.New(Now - Kept - Envelope.MaxTimeToLive - TimeSpan.FromHours(2));
        var young = MessageId.New(Now - Kept);
        await _table.WriteAsync(new MessageOutcome(young, "{}"u8.ToArray()));
        // The first that is written begins with it, before there is anything: another process comes later.
        await _table.WriteAsync(new MessageOutcome(old, "{}"u8.ToArray()));
        var another = new TableOutcomes(_storage.Account.Notes, Kept, TimeProvider.System);
        var fresh = MessageId.New(Now);
        await another.WriteAsync(new MessageOutcome(fresh, "{}"u8.ToArray()));

        Assert.True(
            await Poll.UntilAsync(async () => (await IdsAsync()).Count == 2, TimeSpan.FromSeconds(20), Stop),
            string.Join(' ', await IdsAsync())
        );
        Assert.Equal(
            new[] { young.ToString(), fresh.ToString() }.Order(StringComparer.Ordinal),
            (await IdsAsync()).Order(StringComparer.Ordinal)
        );
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
        _queue = new OutcomeKeeper(
            _storage.Queue,
            new TableOutcomes(client, Kept, TimeProvider.System),
            time,
            _log.For<OutcomeKeeper>()
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
    }

    private async Task<List<string>> IdsAsync()
    {
        var ids = new List<string>();
        await foreach (
            var entity in _storage.Account.Notes!.QueryAsync<TableEntity>(
                "PartitionKey ge 'ended-'",
                cancellationToken: Stop
            )
        )
        {
            ids.Add(entity.RowKey);
        }

        return ids;
    }

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
