using System.Diagnostics.Metrics;
using SmsGateway.Carriers;
using SmsGateway.Ports;
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
    private readonly MeterProbe _probe;

    public GatewayTelemetryTests()
    {
        _gateway = new Gateway(_one, _two);
        _probe = new MeterProbe(_gateway.Telemetry);
    }

    public void Dispose()
    {
        _probe.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public void The_documents_table_is_the_meter()
    {
        var documented = File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "telemetry.md"))
            .Where(line => line.StartsWith("| `sms.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')}, {cells[2]}, {cells[3]}");

        Assert.Equal(
            _probe.Instruments.Select(instrument => $"{instrument.Name}, {KindOf(instrument)}, {instrument.Unit}").Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
        Assert.All(_probe.Instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    /// <summary>The platform answers for the gateway then; the alert on what is not accepted reads this count.</summary>
    [Fact]
    public async Task An_error_of_the_gateways_own_is_counted_and_a_client_that_goes_away_is_not()
    {
        _gateway.Queue.Failure = new InvalidOperationException("a mistake in the code");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gateway.PostAsync(Message));
        _gateway.Queue.Failure = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _gateway.PostAsync(Message));

        Assert.Equal(["sms.refused status=500 reason=Fault"], _probe.Measured.Select(measured => measured.ToString()));
    }

    [Fact]
    public async Task Requests_are_counted_by_status_and_reason()
    {
        await _gateway.PostAsync(Message);
        await _gateway.PostAsync("{}");
        await _gateway.PostAsync(new string(' ', 20_000));
        await _gateway.PostAsync(Message, TokenFactory.Create(secret: "wrong"));
        _gateway.Queue.Failure = new StoreUnavailableException("away");
        await _gateway.PostAsync(Message);
        _gateway.Secrets.Remove(Authentication.SecretName);
        await _gateway.PostAsync(Message);

        Assert.Equal(
            [
                "sms.accept.duration",
                "sms.accepted caller=" + Samples.Caller,
                "sms.refused status=400 reason=Invalid",
                "sms.refused status=401 reason=Signature",
                "sms.refused status=413 reason=TooLarge",
                "sms.refused status=503 reason=NotStored",
                "sms.refused status=503 reason=SecretUnavailable",
            ],
            _probe.Measured.Select(measured => measured.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Deliveries_are_counted_by_carrier_outcome_and_end()
    {
        _one.Then(new SendOutcome.Unavailable("http-503", "493817"));
        _two.Then(new SendOutcome.Accepted("SM1"));
        await _gateway.DeliverAsync(Samples.CreateEnvelope(), receiveCount: 2);
        _one.Then(new SendOutcome.Rejected("21211", "+15005550006"));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.Delivery.HandlePoisonAsync("{}"u8.ToArray());

        Assert.Equal(1, _probe.Sum("sms.attempts carrier=one outcome=Unavailable"));
        Assert.Equal(1, _probe.Sum("sms.attempts carrier=one outcome=Rejected"));
        Assert.Equal(1, _probe.Sum("sms.attempts carrier=two outcome=Accepted"));
        Assert.Equal(1, _probe.Sum("sms.dead_letters reason=Rejected"));
        Assert.Equal(1, _probe.Sum("sms.dead_letters reason=Poison"));
        Assert.Equal(1, _probe.Sum("sms.redelivered"));
        Assert.Single(_probe.Measured, measured => measured.ToString() == "sms.time_to_carrier carrier=two");
        Assert.Equal(3, _probe.Measured.Count(measured => measured.Instrument.Name == "sms.attempt.duration"));
        Assert.DoesNotContain(_probe.Measured, measured => measured.Tags.Values.Any(value => value is not string and not int || $"{value}".Any(char.IsDigit)));
    }

    [Fact]
    public async Task A_delivery_is_in_work_until_it_ends_however_it_ends()
    {
        var seen = 0.0;
        _one.OnSend = () => seen = _probe.Sum("sms.deliveries.in_work");
        _one.ThenThrow(new InvalidOperationException("a bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _gateway.DeliverAsync(Samples.CreateEnvelope()));

        Assert.Equal(1, seen);
        Assert.Equal(0, _probe.Sum("sms.deliveries.in_work"));
    }

    [Fact]
    public void Breakers_show_by_carrier()
    {
        Assert.Empty(_probe.Observe("sms.carrier.breaker"));
        _gateway.Telemetry.Watch(_gateway.Carriers);
        for (var i = 0; i < CarrierBreaker.Threshold; i++)
        {
            _gateway.Carriers.Find("two")!.Breaker.Record(new SendOutcome.Unavailable("http-503", null));
        }

        Assert.Equal([("one", 0.0), ("two", 1.0)], _probe.Observe("sms.carrier.breaker").Select(shown => ((string)shown.Tags["carrier"]!, shown.Value)).Order());
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => "counter",
        "Histogram`1" => "histogram",
        "UpDownCounter`1" => "up-down counter",
        "ObservableGauge`1" => "gauge",
        var other => other,
    };
}
