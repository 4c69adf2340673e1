using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A run that is broken off: what it has tried goes back with the message, so that nobody gets it more often than allowed.</summary>
public sealed class LeasedDeliveryTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Silence = new SendOutcome.Unknown("timeout", "no answer");
    private static readonly StoreUnavailableException Away = new("away");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly FakeCarrier _three = new("three");
    private readonly List<Gateway> _gateways = [];

    public void Dispose() => _gateways.ForEach(gateway => gateway.Dispose());

    [Fact]
    public async Task What_was_tried_is_kept_as_soon_as_the_store_takes_it_again_so_that_the_limit_of_resends_holds()
    {
        var gateway = Create(_one);
        _one.Then(Silence).Then(Silence);
        gateway.Queue.Failure = Away;
        var run = RunAsync(gateway, Samples.CreateEnvelope());
        for (var i = 0; i < 10; i++)
        {
            Assert.False(run.IsCompleted);
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        gateway.Queue.Failure = null;
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await run.WaitAsync(Patience.Bounded));

        var (tried, delay) = Assert.Single(gateway.Queue.Released);
        Assert.Equal(LeasedDelivery.FailurePause, delay);
        Assert.True(Assert.Single(tried!.Attempts).IsUnknown);

        gateway.Time.Advance(delay);
        await RunAsync(gateway, tried);
        Assert.Equal(2, _one.Calls.Count);
        Assert.Equal(DeadLetterReason.Unknown, Assert.Single(gateway.DeadLetters.Records).Reason);
    }

    [Fact]
    public async Task The_store_is_asked_until_the_lease_ends()
    {
        var gateway = Create(_one);
        _one.Then(Silence);
        gateway.Queue.Failure = Away;
        var lease = LeaseOn(gateway, Samples.CreateEnvelope());
        var run = RunAsync(gateway, lease);
        while (!lease.Term.HasEnded(gateway.Time))
        {
            Assert.False(run.IsCompleted);
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(await run.WaitAsync(Patience.Bounded));
        Assert.Contains("cannot be given back", gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_is_not_held_up_by_a_store_that_is_away()
    {
        using var shutdown = new CancellationTokenSource();
        var gateway = Create(_one);
        _one.Then(Silence);
        gateway.Queue.Failure = Away;
        var run = RunUntilAsync(gateway, LeaseOn(gateway, Samples.CreateEnvelope()), shutdown.Token);
        Assert.False(run.IsCompleted);
        await shutdown.CancelAsync();
        await run.WaitAsync(Patience.Bounded);
    }

    [Fact]
    public async Task A_shutdown_in_mid_run_gives_the_rest_back_at_once()
    {
        using var shutdown = new CancellationTokenSource();
        var gateway = Create(_one, _two);
        _one.Then(Silence);
        _two.Then(async token =>
        {
            await shutdown.CancelAsync();
            token.ThrowIfCancellationRequested();
            return Accepted;
        });
        Assert.True(await RunUntilAsync(gateway, LeaseOn(gateway, Samples.CreateEnvelope()), shutdown.Token));

        var (rest, delay) = Assert.Single(gateway.Queue.Released);
        Assert.Equal(TimeSpan.Zero, delay);
        Assert.True(Assert.Single(rest!.Attempts).IsUnknown);
        Assert.Equal(1, rest.Unfinished);
    }

    [Fact]
    public async Task A_run_that_tried_nothing_gives_the_message_back_as_it_came_and_does_not_insist()
    {
        var gateway = Create(_one);
        _one.ThenThrow(new InvalidOperationException("a bug")).ThenThrow(new InvalidOperationException("a bug"));
        Assert.False(await RunAsync(gateway, Samples.CreateEnvelope()));
        Assert.Null(Assert.Single(gateway.Queue.Released).Tried);

        gateway.Queue.Failure = Away;
        Assert.False(await RunAsync(gateway, Samples.CreateEnvelope()).WaitAsync(Patience.Bounded));
    }

    [Fact]
    public async Task After_an_error_in_mid_run_the_carriers_before_it_do_not_get_the_message_again()
    {
        var gateway = Create(_one, _two);
        _one.Then(Silence);
        _two.ThenThrow(new InvalidOperationException("a bug")).Then(Accepted);
        Assert.False(await RunAsync(gateway, Samples.CreateEnvelope()));

        Assert.True(await RunAsync(gateway, gateway.Queue.Released[0].Tried!));
        Assert.Equal((1, 2), (_one.Calls.Count, _two.Calls.Count));
    }

    [Fact]
    public async Task An_end_that_cannot_be_recorded_is_an_end_all_the_same()
    {
        var gateway = Create(_one, _two, _three);
        var rejected = new SendOutcome.Rejected("21211", "invalid recipient");
        _one.Then(Silence).Then(rejected);
        _two.Then(rejected);
        gateway.DeadLetters.Failure = Away;
        Assert.False(await RunAsync(gateway, Samples.CreateEnvelope()));
        gateway.DeadLetters.Failure = null;
        await RunAsync(gateway, gateway.Queue.Released[0].Tried!);

        Assert.Equal(DeadLetterReason.Rejected, Assert.Single(gateway.DeadLetters.Records).Reason);
        Assert.Empty(_three.Calls);
    }

    [Fact]
    public async Task Who_wants_never_a_second_text_gets_none_when_the_end_cannot_be_recorded()
    {
        var never = new DeliveryOptions { UnknownOutcome = UnknownOutcomeRule.AssumeSent };
        var gateway = Add(new Gateway(all => all with { Delivery = never }, _one, _two));
        _one.Then(new SendOutcome.Unknown("http-200", "half", SuccessStatus: true));
        gateway.DeadLetters.Failure = Away;
        Assert.False(await RunAsync(gateway, Samples.CreateEnvelope()));
        gateway.DeadLetters.Failure = null;
        await RunAsync(gateway, gateway.Queue.Released[0].Tried!);

        Assert.Equal(DeadLetterReason.Unknown, Assert.Single(gateway.DeadLetters.Records).Reason);
        Assert.Equal((1, 0), (_one.Calls.Count, _two.Calls.Count));
    }

    [Fact]
    public async Task A_lease_hears_of_the_end_of_its_run_however_that_ended()
    {
        var gateway = Create(_one);
        _one.Then(Accepted)
            .Then(new SendOutcome.Unavailable("http-503", "the carrier failed"))
            .ThenThrow(new InvalidOperationException("a bug"))
            .ThenThrow(new LeaseLostException());
        for (var i = 0; i < 4; i++)
        {
            var lease = LeaseOn(gateway, Samples.CreateEnvelope());
            await RunAsync(gateway, lease);
            Assert.Equal(1, lease.Ends);
        }

        var unreadable = gateway.Lease([1, 2, 3]);
        gateway.DeadLetters.Failure = gateway.Queue.Failure = Away;
        await RunAsync(gateway, unreadable);
        Assert.Equal(1, unreadable.Ends);
    }

    private Gateway Create(params FakeCarrier[] carriers) => Add(new Gateway(carriers));

    private Gateway Add(Gateway gateway)
    {
        _gateways.Add(gateway);
        return gateway;
    }

    private static FakeLease LeaseOn(Gateway gateway, Envelope envelope) =>
        gateway.Lease(EnvelopeSerializer.Serialize(envelope));

    private static Task<bool> RunAsync(Gateway gateway, Envelope envelope) =>
        RunAsync(gateway, LeaseOn(gateway, envelope));

    private static Task<bool> RunAsync(Gateway gateway, FakeLease lease) =>
        RunUntilAsync(gateway, lease, CancellationToken.None);

    private static Task<bool> RunUntilAsync(Gateway gateway, FakeLease lease, CancellationToken shutdown) =>
        new LeasedDelivery(
            gateway.Queue,
            gateway.Delivery,
            gateway.End,
            gateway.Time,
            gateway.Log.For<LeasedDelivery>()
        ).RunAsync(lease, shutdown);
}
