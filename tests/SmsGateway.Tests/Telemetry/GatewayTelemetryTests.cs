using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SmsGateway.Carriers;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

public sealed class GatewayTelemetryTests : IDisposable
{
    private const string Message = """{"recipient":"+15005550006","body":"493817 is your code","clientId":"493817"}""";

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    public GatewayTelemetryTests() => _gateway = new Gateway(_one, _two);

    private GatewayTelemetry Telemetry => _gateway.Telemetry;

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void The_documents_table_is_the_meter()
    {
        var documented = File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "telemetry.md"))
            .Where(line => line.StartsWith("| `sms.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')}, {cells[2]}, {cells[3]}");

        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, Telemetry))
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();

        Assert.Equal(
            instruments
                .Select(instrument => $"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}")
                .Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal)
        );
        Assert.All(instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    /// <summary>The platform answers for the gateway then; the alert on what is not accepted reads this count.</summary>
    [Fact]
    public async Task An_error_of_the_gateways_own_is_counted_and_a_client_that_goes_away_is_not()
    {
        using var refused = Telemetry.Collect<long>("sms.refused");
        _gateway.Queue.Failure = new InvalidOperationException("a mistake in the code");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gateway.PostAsync(Message));
        _gateway.Queue.Failure = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _gateway.PostAsync(Message));

        Assert.Equal(["status=500 reason=Fault"], refused.Tags);
    }

    [Fact]
    public async Task Requests_are_counted_by_status_and_reason()
    {
        using var accepted = Telemetry.Collect<long>("sms.accepted");
        using var duplicates = Telemetry.Collect<long>("sms.duplicates");
        using var durations = Telemetry.Collect<double>("sms.accept.duration");
        using var refused = Telemetry.Collect<long>("sms.refused");
        await _gateway.PostAsync(Message);
        await _gateway.PostAsync("{}");
        await _gateway.PostAsync(new string(' ', 20_000));
        await _gateway.PostAsync(Message, TokenFactory.Create(secret: "wrong"));
        _gateway.Queue.Failure = new StoreUnavailableException("away");
        await _gateway.PostAsync(Message);
        _gateway.Secrets.Remove(Authentication.SecretName);
        await _gateway.PostAsync(Message);

        Assert.Equal(["caller=" + Samples.Caller], accepted.Tags);
        Assert.Equal([""], durations.Tags);
        Assert.Empty(duplicates.Tags);
        Assert.Equal(
            [
                "status=400 reason=Invalid",
                "status=401 reason=Signature",
                "status=413 reason=TooLarge",
                "status=503 reason=NotStored",
                "status=503 reason=SecretUnavailable",
            ],
            refused.Tags.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Deliveries_are_counted_by_carrier_outcome_and_end()
    {
        using var attempts = Telemetry.Collect<long>("sms.attempts");
        using var durations = Telemetry.Collect<double>("sms.attempt.duration");
        using var deadLetters = Telemetry.Collect<long>("sms.dead_letters");
        using var redelivered = Telemetry.Collect<long>("sms.redelivered");
        using var toCarrier = Telemetry.Collect<double>("sms.time_to_carrier");
        _one.Then(new SendOutcome.Unavailable("http-503", "493817"));
        _two.Then(new SendOutcome.Accepted("SM1"));
        await _gateway.DeliverAsync(Samples.CreateEnvelope(), receiveCount: 2);
        _one.Then(new SendOutcome.Rejected("21211", "+15005550006"));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.End.PoisonAsync("{}"u8.ToArray(), TimeSpan.Zero);

        // No tag holds a number or a text: the lists are whole.
        Assert.Equal(
            ["carrier=one outcome=Unavailable", "carrier=two outcome=Accepted", "carrier=one outcome=Rejected"],
            attempts.Tags
        );
        Assert.Equal(["carrier=one", "carrier=two", "carrier=one"], durations.Tags);
        Assert.Equal(["reason=Rejected", "reason=Poison"], deadLetters.Tags);
        Assert.Equal([""], redelivered.Tags);
        Assert.Equal(["carrier=two"], toCarrier.Tags);
        Assert.All(
            attempts.GetMeasurementSnapshot().Concat(deadLetters.GetMeasurementSnapshot()),
            counted => Assert.Equal(1, counted.Value)
        );
    }

    [Fact]
    public async Task A_delivery_is_in_work_until_it_ends_however_it_ends()
    {
        using var inWork = Telemetry.Collect<long>("sms.deliveries.in_work");
        var seen = 0L;
        _one.OnSend = () => seen = inWork.GetMeasurementSnapshot().EvaluateAsCounter();
        _one.ThenThrow(new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _gateway.DeliverAsync(Samples.CreateEnvelope())
        );

        Assert.Equal(1, seen);
        Assert.Equal(0, inWork.GetMeasurementSnapshot().EvaluateAsCounter());
    }

    [Fact]
    public void Breakers_show_by_carrier()
    {
        using var breakers = Telemetry.Collect<int>("sms.carrier.breaker");
        Assert.All(breakers.Observe(), shown => Assert.Equal(0, shown.Value));
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _gateway.Carriers.Find("two")!.Health.Record(new SendOutcome.Unavailable("http-503", null));
        }

        Assert.Equal(
            [("one", 0), ("two", 1)],
            breakers.Observe().Select(shown => ((string)shown.Tags["carrier"]!, shown.Value)).Order()
        );
    }

    [Fact]
    public void A_region_in_which_alone_a_carrier_fails_shows_beside_it()
    {
        using var breakers = Telemetry.Collect<int>("sms.carrier.breaker");
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            var health = _gateway.Carriers.Find("two")!.Health;
            health.Record(new SendOutcome.Unavailable("http-503", null), TimeSpan.Zero, "NZ");
            health.Record(new SendOutcome.Accepted("SM1"), TimeSpan.Zero, "AU");
        }

        Assert.Equal(
            [("one", null, 0), ("two", null, 0), ("two", "NZ", 1)],
            breakers
                .Observe()
                .Select(shown =>
                    ((string)shown.Tags["carrier"]!, (string?)shown.Tags.GetValueOrDefault("region"), shown.Value)
                )
                .Order()
        );
    }

    private static string KindOf(Instrument instrument) =>
        instrument.GetType().Name switch
        {
            "Counter`1" => "counter",
            "Histogram`1" => "histogram",
            "UpDownCounter`1" => "up-down counter",
            "ObservableGauge`1" => "gauge",
            var other => other,
        };
}
