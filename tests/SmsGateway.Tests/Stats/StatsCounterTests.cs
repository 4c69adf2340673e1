using SmsGateway.Stats;
using SmsGateway.Telemetry;
using Xunit;

namespace SmsGateway.Tests.Stats;

/// <summary>What a gateway counts of what its meter tells.</summary>
public sealed class StatsCounterTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly GatewayTelemetry _telemetry = new();
    private readonly StatsCounter _counter;

    public StatsCounterTests() => _counter = new StatsCounter(_telemetry);

    public void Dispose()
    {
        _counter.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public void Attempts_are_told_by_carrier_and_by_whose_fault_they_were()
    {
        foreach (var outcome in new[] { "Accepted", "Rejected", "Refused", "Throttled", "Unavailable", "Unknown" })
        {
            _telemetry.Attempted("twilio", outcome, Second);
        }

        _telemetry.Attempted("vonage", "Accepted", Second);

        var count = _counter.Read();
        Assert.Equal(new CarrierCount(1, 1, 4), count.Carriers["twilio"]);
        Assert.Equal(new CarrierCount(1, 0, 0), count.Carriers["vonage"]);
        Assert.Equal((7, 4), (count.Attempts, count.FailedAttempts));
    }

    [Fact]
    public void What_a_rule_only_records_is_not_refused()
    {
        _telemetry.Admission("ip_limit", "recorded", "AU");
        _telemetry.Admission("block_limit", "held", "AU");
        _telemetry.Admission("number_limit", "refused", "AU");

        Assert.Equal(1, _counter.Read().Refused);
    }

    [Fact]
    public void The_same_message_again_and_refused_requests_are_no_messages()
    {
        _telemetry.Duplicate("auth0", Second);
        _telemetry.Refused(401, "Signature");
        _telemetry.Redelivered();
        _telemetry.Parked("twilio");

        Assert.True(_counter.Read().IsEmpty);
    }

    [Fact]
    public void Another_gateway_in_the_same_process_counts_for_itself()
    {
        using var other = new GatewayTelemetry();
        using var others = new StatsCounter(other);
        _telemetry.Accepted("auth0", Second);
        other.DeadLettered("Expired");

        Assert.Equal((1, 0), (_counter.Read().Accepted, _counter.Read().Dead));
        Assert.Equal((0, 1), (others.Read().Accepted, others.Read().Dead));
    }

    /// <summary>Whoever looks at what is counted must not be told twice of it, and instruments that nobody reads stay off.</summary>
    [Fact]
    public void It_wants_nothing_that_it_does_not_count()
    {
        Assert.False(_telemetry.WantsSizes);
        Assert.False(_telemetry.WantsOldest);
    }

    [Fact]
    public async Task None_is_lost_when_many_count_at_once()
    {
        const int Each = 20_000;
        var seen = StatsCount.None;
        var counting = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(thread =>
                    Task.Run(
                        () =>
                        {
                            for (var i = 0; i < Each; i++)
                            {
                                _telemetry.Attempted($"carrier{(thread + i) % 5}", "Accepted", Second);
                                _telemetry.Delivered("any", Second);
                            }
                        },
                        TestContext.Current.CancellationToken
                    )
                )
        );
        var before = StatsCount.None;
        while (!counting.IsCompleted)
        {
            var now = _counter.Read();
            seen = seen.Plus(now.Since(before));
            before = now;
        }

        await counting;
        seen = seen.Plus(_counter.Read().Since(before));
        Assert.Equal((4 * Each, 4 * Each), (seen.Attempts, seen.Delivered));
        Assert.Equal(5, seen.Carriers.Count);
    }
}
