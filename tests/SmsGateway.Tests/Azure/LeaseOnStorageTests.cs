using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Azure.Storage;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>Leases and take-overs on a real queue. A death is a delivery that hangs until the test is over.</summary>
public sealed class LeaseOnStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly GatewayTelemetry _telemetry = new();
    private readonly List<IDisposable> _used = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _used.ForEach(used => used.Dispose());
        _telemetry.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_message_is_sent_once_at_no_more_than_three_and_a_half_operations()
    {
        const int Count = 500;
        await using var own = await AzuriteProcess.StartAsync();
        var storage = Use(new StorageTest(AzuriteFixture.StoreOn(own)));
        var sent = new ConcurrentBag<MessageId>();
        var trigger = new FakeTrigger(
            storage.Copies,
            CreateTakeOver(
                storage,
                message =>
                {
                    sent.Add(message.Id);
                    return Task.CompletedTask;
                }
            )
        );
        var envelopes = Enumerable.Range(0, Count).Select(_ => NewEnvelope()).ToList();
        await Parallel.ForEachAsync(
            envelopes,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop },
            async (envelope, _) => await storage.Queue.EnqueueAsync(envelope, TimeSpan.Zero, Stop)
        );
        var before = own.Requests;

        await trigger.RunAsync(() => Task.FromResult(sent.Count >= Count));

        // Each with the trigger's own delete, which comes to nothing.
        var operations = (own.Requests - before) / (double)Count;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{operations:F2} operations a message, the trigger's own delete among them"
        );
        Assert.InRange(operations, 3, 3.5);
        Assert.Equal(0, trigger.Forceful);
        Assert.Equal(0, await storage.Copies.CountAsync());
        Assert.Equal(
            envelopes.Select(envelope => envelope.Id.ToString()).Order(),
            sent.Select(id => id.ToString()).Order()
        );
    }

    [Fact]
    public async Task A_message_that_somebody_else_has_is_not_sent()
    {
        var storage = await NewStorageAsync();
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var message = Assert.Single(await storage.Copies.TakeAsync(1, TimeSpan.FromSeconds(1)));
        var other = Assert.Single(await storage.Queue.ReceiveAsync(1, Stop));
        var takeOver = CreateTakeOver(storage, _ => throw new InvalidOperationException("It must not be sent."));

        await takeOver.RunAsync(FakeTrigger.Triggered(message), Stop);
        Assert.Equal(1, await storage.Copies.CountAsync());

        await storage.Queue.CompleteAsync(other, Stop);
        await takeOver.RunAsync(FakeTrigger.Triggered(message), Stop);
        Assert.Equal(0, await storage.Copies.CountAsync());
    }

    [Fact]
    public async Task A_queue_that_is_gone_is_a_failure_and_not_somebody_elses_message()
    {
        var storage = await NewStorageAsync();
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var message = Assert.Single(await storage.Copies.TakeAsync(1, TimeSpan.FromMinutes(10)));
        await storage.Account.Queue.DeleteAsync(Stop);

        await Assert.ThrowsAsync<DeliveryFailedException>(() =>
            CreateTakeOver(storage, _ => Task.CompletedTask).RunAsync(FakeTrigger.Triggered(message), Stop)
        );
    }

    [Fact]
    public async Task A_delivery_that_died_is_made_up_for_when_its_lease_ends_and_once()
    {
        var storage = await NewStorageAsync();
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var dying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var dead = new FakeTrigger(
            storage.Copies,
            CreateTakeOver(
                storage,
                _ =>
                {
                    dying.SetResult();
                    return never.Task;
                },
                lease: TimeSpan.FromSeconds(5),
                new DeliveryOptions { AttemptTimeout = TimeSpan.FromSeconds(0.1) }
            )
        );
        _ = await dead.TakeAsync();
        await dying.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        var diedAt = Now;

        var sentAt = new List<DateTimeOffset>();
        var survivor = new FakeTrigger(
            storage.Copies,
            CreateTakeOver(
                storage,
                _ =>
                {
                    sentAt.Add(Now);
                    return Task.CompletedTask;
                }
            )
        );
        await survivor.RunAsync(async () => await storage.Copies.CountAsync() == 0);

        Assert.InRange(Assert.Single(sentAt) - diedAt, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_run_whose_lease_does_not_cover_the_next_attempt_puts_the_rest_back()
    {
        var storage = await NewStorageAsync();
        // The first attempt leaves 3 s at most, and a second one needs 1 s and the 2 s for what follows.
        var slow = new DeliveryOptions { AttemptTimeout = TimeSpan.FromSeconds(1) };
        var sent = new ConcurrentQueue<string>();
        var takeOver = CreateTakeOver(
            storage,
            async message =>
            {
                sent.Enqueue(message.Carrier);
                await StorageTest.WaitAsync(TimeSpan.FromSeconds(message.Carrier == "one" ? 2.1 : 0));
            },
            lease: TimeSpan.FromSeconds(5),
            slow,
            one: new SendOutcome.Unavailable("http-503", "the carrier failed")
        );
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);

        var first = await new FakeTrigger(storage.Copies, takeOver).TakeAsync();
        await Task.WhenAll(first);
        Assert.Equal(["one"], sent);
        var rest = Assert.Single((await storage.Account.Queue.PeekMessagesAsync(2, Stop)).Value);
        var reading = EnvelopeSerializer.Deserialize(Convert.FromBase64String(rest.Body.ToString()));
        Assert.Equal(1, Assert.IsType<EnvelopeResult.Readable>(reading).Envelope.Unfinished);

        await Task.WhenAll(await new FakeTrigger(storage.Copies, takeOver).TakeAsync());
        Assert.Equal(["one", "two"], sent);
        Assert.Equal(0, await storage.Copies.CountAsync());
    }

    [Fact]
    public async Task A_failure_at_the_last_hand_out_leaves_one_message_to_become_poison()
    {
        var storage = await NewStorageAsync();
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        for (var i = 1; i < LeaseTerm.MaxHandOuts; i++)
        {
            var lease = Assert.Single(await storage.Queue.ReceiveAsync(1, Stop));
            await storage.Queue.ReleaseAsync(lease, TimeSpan.Zero, countsAsReceived: true, Stop);
        }

        var trigger = new FakeTrigger(
            storage.Copies,
            CreateTakeOver(storage, _ => throw new InvalidOperationException("a bug"))
        );
        await Task.WhenAll(await trigger.TakeAsync());

        Assert.Equal(0, trigger.Forceful);
        Assert.Equal(
            LeaseTerm.MaxHandOuts + 1,
            Assert.Single(await storage.Copies.TakeAsync(2, TimeSpan.FromMinutes(1))).DequeueCount
        );
    }

    private async Task<StorageTest> NewStorageAsync() => Use(new StorageTest(await azurite.NewStoreAsync()));

    private T Use<T>(T disposable)
        where T : IDisposable
    {
        _used.Insert(0, disposable);
        return disposable;
    }

    private static Envelope NewEnvelope() => Samples.CreateEnvelope(id: MessageId.New(Now).ToString(), acceptedAt: Now);

    /// <param name="storage">Where.</param>
    /// <param name="send">What the carriers do.</param>
    /// <param name="lease">How long; null as in use.</param>
    /// <param name="options">Null for those in use.</param>
    /// <param name="one">What the first of two carriers answers; null for only one, which accepts.</param>
    private LeaseTakeOver CreateTakeOver(
        StorageTest storage,
        Func<(MessageId Id, string Carrier), Task> send,
        TimeSpan? lease = null,
        DeliveryOptions? options = null,
        SendOutcome? one = null
    )
    {
        var accepted = new SendOutcome.Accepted("sent");
        ScriptedCarrier[] carriers = one is null
            ? [new("one", accepted, send)]
            : [new("one", one, send), new("two", accepted, send)];
        var time = TimeProvider.System;
        var gateway = new GatewayOptions
        {
            Callers = [],
            Carriers = [.. carriers.Select(carrier => new ScriptedCarrierOptions(carrier))],
            Routing = new RoutingOptions { Default = [.. carriers.Select(carrier => carrier.Name)] },
            Delivery = options ?? new DeliveryOptions(),
        };
        var registry = Use(
            new CarrierRegistry(
                gateway.Carriers,
                gateway.Delivery.AttemptTimeout,
                new FakeSecretStore(),
                _telemetry,
                time
            )
        );
        var leases = lease is { } length ? storage.NewLeases(length) : storage.Leases;
        var queue = new StorageSendQueue(
            storage.Copies,
            leases,
            new IdempotencyClaims(storage.Blobs, time),
            StorageTest.Alone(time),
            storage.Codecs.Envelopes,
            time,
            NullLogger<StorageSendQueue>.Instance
        );
        var end = new MessageEnd(
            new BlobDeadLetterStore(storage.Account.DeadLetters, queue, storage.Codecs.Records, time),
            new DeliveryOptions(),
            _telemetry,
            time,
            NullLogger<MessageEnd>.Instance
        );
        var handler = new DeliveryHandler(
            new Router(gateway.Routes(), registry, () => 0.5),
            queue,
            storage.Codecs.Envelopes,
            new AttemptRunner(
                new FakeSecretStore(),
                new RouteHealth(gateway.Routes(), registry, NullLogger<RouteHealth>.Instance),
                _telemetry,
                time,
                NullLogger<AttemptRunner>.Instance
            ),
            end,
            gateway.Delivery,
            _telemetry,
            time,
            () => 0.5,
            NullLogger<DeliveryHandler>.Instance
        );
        var delivery = new LeasedDelivery(queue, handler, end, time, NullLogger<LeasedDelivery>.Instance);
        return new LeaseTakeOver(leases, delivery, _telemetry, time, NullLogger<LeaseTakeOver>.Instance);
    }

    private sealed class ScriptedCarrier(
        string name,
        SendOutcome outcome,
        Func<(MessageId Id, string Carrier), Task> send
    ) : ICarrier
    {
        public string Name => name;

        public bool Supports(Channel channel) => true;

        public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
        {
            await send((message.Id, name));
            return outcome;
        }
    }

    private sealed record ScriptedCarrierOptions(ScriptedCarrier Carrier)
        : CarrierOptions(Carrier.Name, new Uri("http://127.0.0.1/"), null, false)
    {
        public override IReadOnlyDictionary<string, string> SecretNames => new Dictionary<string, string>();

        public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => Carrier;
    }
}
