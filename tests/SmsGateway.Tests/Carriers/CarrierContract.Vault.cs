using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>A vault that takes 8 s for each secret: reading the credentials is part of the attempt.</summary>
public abstract partial class CarrierContract
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Credentials_that_come_when_the_attempts_time_is_over_send_nothing()
    {
        var outcome = await AttemptAsync(limit: Reading / 2, life: Reading * 10);
        Assert.Equal("secret", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_code_whose_life_ends_while_the_credentials_are_read_is_not_sent()
    {
        var outcome = await AttemptAsync(limit: Reading * 10, life: Reading);
        Assert.IsType<SendOutcome.Unavailable>(outcome);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task All_credentials_are_read_at_the_same_time_and_then_the_message_is_sent()
    {
        Server.Expect(AcceptedAnswer);
        Assert.IsType<SendOutcome.Accepted>(await AttemptAsync(limit: Reading * 1.25, life: Reading * 10));
        Assert.Single(Server.Requests);
    }

    private async Task<SendOutcome?> AttemptAsync(TimeSpan limit, TimeSpan life)
    {
        var time = new FakeTimeProvider(CarrierHarness.Now);
        var store = new FakeSecretStore([.. Secrets]) { FirstRead = token => Task.Delay(Reading, time, token) };
        using var telemetry = new GatewayTelemetry();
        using var carrier = CarrierHarness.Create(SettingsAt(Server.Address), Server.Address, store, limit, time);
        using var registry = new CarrierRegistry([], limit, store, telemetry, time);
        var runner = new AttemptRunner(
            store,
            new RouteHealth(new RoutingOptions(), registry, NullLogger<RouteHealth>.Instance),
            telemetry,
            time,
            NullLogger<AttemptRunner>.Instance
        );
        var envelope = CarrierHarness.Envelope(Message) with { ExpiresAt = CarrierHarness.Now + life };

        var attempt = runner.TryAttemptAsync(carrier.Configured, envelope, limit, CancellationToken.None).AsTask();
        time.Advance(Reading);
        return await attempt.WaitAsync(Patience.Bounded);
    }
}
