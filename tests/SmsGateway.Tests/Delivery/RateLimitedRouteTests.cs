using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>Carriers that take so many messages a second: what is beyond goes to the next one, or waits in the queue for its turn.</summary>
public sealed class RateLimitedRouteTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeCarrier _one = Carrier("one");
    private readonly FakeCarrier _two = Carrier("two");

    [Fact]
    public async Task One_carrier_gets_them_at_its_pace_and_none_is_a_failure_or_asked_for_again_and_again()
    {
        using var gateway = Create(_ => 1, _one);
        using var parked = gateway.Telemetry.Collect<long>("sms.parked");
        var runs = await DeliverAllAsync(gateway, Messages(20));

        Assert.Equal(20, _one.Calls.Count);
        AssertApart(_one, Second);
        Assert.InRange(_one.Calls[^1].Now - Samples.Start, 19 * Second, 19.1 * Second);
        Assert.Equal(20 + 19, runs);
        Assert.Equal(19, parked.Tags.Count(tag => tag == "carrier=one"));
        Assert.All(gateway.Queue.Enqueued, message => Assert.Empty(message.Envelope.Attempts));
        Assert.Empty(gateway.DeadLetters.Records);
        Assert.False(gateway.Carriers.Find("one")!.Health.IsFailing);
    }

    [Fact]
    public async Task Two_carriers_share_what_is_too_much_for_one_each_at_its_pace()
    {
        using var gateway = Create(_ => 1, _one, _two);
        await DeliverAllAsync(gateway, Messages(20));

        Assert.Equal((10, 10), (_one.Calls.Count, _two.Calls.Count));
        AssertApart(_one, Second);
        AssertApart(_two, Second);
        Assert.InRange(_two.Calls[^1].Now - Samples.Start, 9 * Second, 9.1 * Second);
        Assert.All(gateway.Queue.Enqueued, message => Assert.Empty(message.Envelope.Attempts));
    }

    [Fact]
    public async Task What_is_beyond_the_first_ones_rate_goes_to_the_next_at_once()
    {
        using var gateway = Create(name => name == "one" ? 3 : null, _one, _two);
        await DeliverAllAsync(gateway, Messages(20));

        Assert.Equal((3, 17), (_one.Calls.Count, _two.Calls.Count));
        Assert.Empty(gateway.Queue.Enqueued);
    }

    [Theory]
    [InlineData(1.0, 300, 300)]
    [InlineData(1.0, 60, 200)]
    [InlineData(10.0, 20, 400)]
    [InlineData(0.1, 300, 50)]
    public async Task As_many_are_sent_as_its_rate_brings_in_their_life_and_the_others_expire_untried(
        double perSecond,
        int life,
        int messages
    )
    {
        using var gateway = Create(_ => perSecond, _one);
        var runs = await DeliverAllAsync(gateway, Messages(messages, TimeSpan.FromSeconds(life)));

        var fit = (perSecond * life) + Math.Max(1, perSecond);
        Assert.InRange(_one.Calls.Count, (int)(fit * 0.9), (int)fit);
        AssertPace(_one, perSecond);
        Assert.Equal(messages - _one.Calls.Count, gateway.DeadLetters.Records.Count);
        Assert.All(
            gateway.DeadLetters.Records,
            record =>
            {
                Assert.Equal(DeadLetterReason.Expired, record.Reason);
                Assert.Empty(record.Envelope!.Attempts);
                Assert.True(record.DiedAt >= record.Envelope.ExpiresAt);
            }
        );
        Assert.InRange(runs, messages, 12 * messages);
    }

    [Fact]
    public async Task It_comes_back_when_the_first_of_its_carriers_has_a_place()
    {
        // No answer is known of the first, whose only place is taken: seconds. The second has the next in a tenth of one.
        using var gateway = Create(name => name == "two" ? 10 : null, _one, _two);
        gateway.Carriers.Find("one")!.Places.TryTake();
        while (gateway.Carriers.Find("two")!.Places is var places && places.TryTake())
        {
            places.Leave(TimeSpan.Zero);
        }

        using var parked = gateway.Telemetry.Collect<long>("sms.parked");
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(TimeSpan.FromMilliseconds(101), Assert.Single(gateway.Queue.Enqueued).Delay);
        Assert.Equal("carrier=two", Assert.Single(parked.Tags));
    }

    [Fact]
    public void Those_that_wait_for_a_rate_are_put_out_of_the_way_of_the_others()
    {
        using var gateway = Create(name => name == "one" ? 1 : null, _one, _two);
        var carriers = gateway.Carriers;
        Assert.Equal(100, carriers.WorthInHand(100));

        Assert.True(carriers.Find("two")!.Places.TryTake());
        var places = carriers.Find("one")!.Places;
        Assert.True(places.TryTake());
        places.Leave(TimeSpan.FromMilliseconds(60));
        // Free places are of no use to them.
        Assert.Equal(PlaceUse.Blocking, places.Use);
        Assert.Equal(100, carriers.WorthInHand(100));
        Assert.False(places.TryTake());

        gateway.Time.Advance(Second);
        Assert.Equal(PlaceUse.Passing, places.Use);
        Assert.True(places.TryTake());
        gateway.Time.Advance(TimeSpan.FromSeconds(30));
        places.Leave(TimeSpan.FromMilliseconds(60));
        Assert.Equal(PlaceUse.None, places.Use);
    }

    private static FakeCarrier Carrier(string name) =>
        new(name, Enumerable.Repeat<SendOutcome>(new SendOutcome.Accepted("SM1"), 1000));

    private static Gateway Create(Func<string, double?> perSecond, params FakeCarrier[] carriers) =>
        new(
            options =>
                options with
                {
                    Carriers =
                    [
                        .. options.Carriers.Select(carrier =>
                            carrier with
                            {
                                MaxPerSecond = perSecond(carrier.Name),
                                MaxConcurrency = carriers.Length > 1 ? 1 : null,
                            }
                        ),
                    ],
                },
            carriers
        );

    private static IEnumerable<Envelope> Messages(int count, TimeSpan? life = null) =>
        Enumerable.Range(0, count).Select(i => Samples.CreateEnvelope($"0198c0ffee0070008000{i:x12}", life: life));

    /// <summary>Hands messages out as a queue does, each when it is due, until none is left.</summary>
    /// <returns>How many were handed out.</returns>
    private static async Task<int> DeliverAllAsync(Gateway gateway, IEnumerable<Envelope> messages)
    {
        var queue = new PriorityQueue<Envelope, (DateTimeOffset, int)>();
        var put = 0;
        foreach (var message in messages)
        {
            queue.Enqueue(message, (Samples.Start, put++));
        }

        for (var runs = 0; ; runs++)
        {
            if (!queue.TryDequeue(out var message, out var place))
            {
                return runs;
            }

            gateway.Time.Advance(place.Item1 - gateway.Time.GetUtcNow());
            var before = gateway.Queue.Enqueued.Count;
            await gateway.DeliverAsync(message);
            foreach (var (waiting, delay) in gateway.Queue.Enqueued.Skip(before))
            {
                queue.Enqueue(waiting, (gateway.Time.GetUtcNow() + delay, put++));
            }
        }
    }

    private static void AssertApart(FakeCarrier carrier, TimeSpan interval) =>
        Assert.All(
            carrier.Calls.Zip(carrier.Calls.Skip(1)),
            pair => Assert.True(pair.Second.Now - pair.First.Now >= interval)
        );

    /// <summary>In no stretch of time more than it brings, what is there at once, and what a late one leaves to those behind it.</summary>
    private static void AssertPace(FakeCarrier carrier, double perSecond)
    {
        for (var from = 0; from < carrier.Calls.Count; from++)
        {
            for (var to = from; to < carrier.Calls.Count; to++)
            {
                var brought = (carrier.Calls[to].Now - carrier.Calls[from].Now).TotalSeconds * perSecond;
                Assert.True(to - from + 1 <= Math.Max(1, perSecond) + brought + 0.25 + 1e-6);
            }
        }
    }
}
