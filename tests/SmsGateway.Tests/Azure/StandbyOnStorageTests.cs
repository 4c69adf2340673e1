using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Routing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>Standby copies on a real queue, with deaths: a delivery that hangs for ever, and whose clock stands still, is one.</summary>
public sealed class StandbyOnStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly StandbyTimes Short =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.1));

    private readonly GatewayTelemetry _telemetry = new();
    private StorageTest _storage = null!;
    private BlobDeadLetterStore _deadLetters = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _storage = new StorageTest(await azurite.NewStoreAsync());
        _deadLetters = new BlobDeadLetterStore(_storage.Account.DeadLetters, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        _telemetry.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_delivery_that_died_is_made_up_for_once_and_leaves_no_dead_letter_when_it_comes_back_expired() =>
        ShowDeathAsync(Short, lease: TimeSpan.FromSeconds(6), life: TimeSpan.FromSeconds(5), deaths: 1);

    [Fact]
    public Task So_is_one_whose_successor_dies_too() =>
        ShowDeathAsync(Short, lease: TimeSpan.FromSeconds(8), life: TimeSpan.FromSeconds(7), deaths: 2);

    /// <summary>Takes 40 s, so it runs only when asked for: <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public async Task With_the_real_times_a_dead_delivery_is_at_the_carrier_again_within_thirty_seconds()
    {
        var gap = await ShowDeathAsync(StandbyTimes.Default, lease: TimeSpan.FromSeconds(40), life: TimeSpan.FromSeconds(38), deaths: 1);

        TestContext.Current.TestOutputHelper!.WriteLine($"at the carrier {gap.TotalSeconds:F1} s after the death");
        Assert.InRange(gap, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public Task Without_a_death_every_message_is_sent_exactly_once() => ShowNoDeathAsync(200);

    /// <summary>Minutes on Azurite, so it runs only when asked for.</summary>
    [Fact(Explicit = true)]
    public Task Without_a_death_every_one_of_ten_thousand_is_sent_exactly_once() => ShowNoDeathAsync(10_000);

    [Fact]
    public async Task Marks_are_raised_and_never_lowered_whoever_comes_first()
    {
        var marks = new BlobTakeOverMarks(_storage.Blobs, TimeProvider.System);
        var id = MessageId.New(Now);
        Assert.Equal(0, await marks.ReadAsync(id));

        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => marks.RaiseAsync(id, number)));

        Assert.Equal(5, await marks.ReadAsync(id));
        Assert.False(await marks.RaiseAsync(id, 5));
        Assert.False(await marks.RaiseAsync(id, 4));
        Assert.Equal(5, await marks.ReadAsync(id));
    }

    [Fact]
    public async Task One_copy_is_voided_and_no_other_and_the_list_of_dead_letters_shows_no_marks()
    {
        var marks = new BlobTakeOverMarks(_storage.Blobs, TimeProvider.System);
        var id = MessageId.New(Now);
        await marks.VoidAsync(id, "one");
        await marks.VoidAsync(id, "one");
        await marks.RaiseAsync(id, 1);

        Assert.True(await marks.IsVoidAsync(id, "one"));
        Assert.False(await marks.IsVoidAsync(id, "another"));
        Assert.Empty((await _deadLetters.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items);
    }

    /// <returns>From the last death until the carrier had the message.</returns>
    private async Task<TimeSpan> ShowDeathAsync(StandbyTimes times, TimeSpan lease, TimeSpan life, int deaths)
    {
        // The script foresees one call: a second one would end in an error and, in the end, in a count of two.
        var carrier = new FakeCarrier("one", new SendOutcome.Accepted("sent"));
        DateTimeOffset? sentAt = null;
        carrier.OnSend = () => sentAt ??= Now;
        using var registry = CreateRegistry(carrier, _telemetry, out var options);
        var handler = CreateHandler(registry, options);
        var now = Now;
        await _storage.Queue.EnqueueAsync(Samples.CreateEnvelope(id: MessageId.New(now).ToString(), acceptedAt: now, life: life), TimeSpan.Zero, Stop);

        DateTimeOffset diedAt = default;
        for (var i = 0; i < deaths; i++)
        {
            diedAt = await DieAsync(times, lease);
        }

        var survivor = new FakeTrigger(_storage.Copies, CreateStandby(times, TimeProvider.System), lease);
        await survivor.RunAsync(handler.HandleAsync, async () => sentAt is not null && await _storage.Copies.CountAsync() == 0);

        Assert.Single(carrier.Calls);
        Assert.Empty((await _deadLetters.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items);
        return sentAt!.Value - diedAt;
    }

    /// <summary>Takes the message as soon as there is one, and dies when it is about to be sent.</summary>
    private async Task<DateTimeOffset> DieAsync(StandbyTimes times, TimeSpan lease)
    {
        var dying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var trigger = new FakeTrigger(_storage.Copies, CreateStandby(times, new FakeTimeProvider(Samples.Start)), lease);
        while ((await trigger.TakeAsync(async (_, _, _) =>
        {
            dying.SetResult();
            await never.Task;
        })).Count == 0)
        {
            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(20));
        }

        await dying.Task.WaitAsync(Stop);
        return Now;
    }

    private async Task ShowNoDeathAsync(int count)
    {
        // Long enough that a machine busy with other tests still pushes in time: what is shown is that nothing comes twice.
        var times = Short with { Hidden = TimeSpan.FromSeconds(8), Push = TimeSpan.FromSeconds(1) };
        var sent = new ConcurrentBag<string>();
        var envelopes = Enumerable.Range(0, count).Select(_ => Samples.CreateEnvelope(id: MessageId.New(Now).ToString(), acceptedAt: Now)).ToList();
        // Azurite sorts its whole queue for each receive, so the backlog is kept short.
        using var backlog = new SemaphoreSlim(100);
        var sending = Parallel.ForEachAsync(envelopes, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (envelope, _) =>
        {
            await backlog.WaitAsync(Stop);
            await _storage.Queue.EnqueueAsync(envelope, TimeSpan.Zero, Stop);
        });

        var slowest = envelopes[0].Id.ToString();
        var trigger = new FakeTrigger(_storage.Copies, CreateStandby(times, TimeProvider.System), TimeSpan.FromMinutes(10));
        await trigger.RunAsync(
            async (body, _, token) =>
            {
                var id = Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(body.Span)).Envelope.Id.ToString();
                sent.Add(id);
                backlog.Release();
                // One lasts longer than a copy stays hidden by itself.
                await Task.Delay(id == slowest ? times.Hidden * 1.2 : TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
            },
            async () => sending.IsFaulted || (sent.Count >= count && await _storage.Copies.CountAsync() == 0));
        await sending;

        Assert.Equal(envelopes.Select(envelope => envelope.Id.ToString()).Order(), sent.Order());
    }

    private StandbyCopy CreateStandby(StandbyTimes times, TimeProvider time) =>
        new(_storage.Copies, new BlobTakeOverMarks(_storage.Blobs, TimeProvider.System), times, _telemetry, time, NullLogger<StandbyCopy>.Instance);

    private static CarrierRegistry CreateRegistry(FakeCarrier carrier, GatewayTelemetry telemetry, out GatewayOptions options)
    {
        options = new GatewayOptions
        {
            Callers = [],
            Carriers = [new FakeCarrierOptions(carrier)],
            Routing = new RoutingOptions { Default = [carrier.Name] },
            Delivery = new DeliveryOptions(),
        };
        return new CarrierRegistry(options.Carriers, options.Delivery.AttemptTimeout, new FakeSecretStore(), telemetry, TimeProvider.System);
    }

    private DeliveryHandler CreateHandler(CarrierRegistry registry, GatewayOptions options) => new(
        new Router(options.Routing, registry),
        _storage.Queue,
        _deadLetters,
        new FakeDeliveryLog(),
        new AttemptRunner(new FakeSecretStore(), _telemetry, TimeProvider.System, NullLogger<AttemptRunner>.Instance),
        options.Delivery,
        _telemetry,
        TimeProvider.System,
        () => 0.5,
        NullLogger<DeliveryHandler>.Instance);
}
