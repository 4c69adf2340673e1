using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>What an attempt leaves in the log.</summary>
public abstract partial class CarrierContract
{
    [Fact]
    public async Task An_attempt_leaves_one_line_without_secret_text_or_number()
    {
        CarrierAnswer[] answers =
        [
            AcceptedAnswer,
            .. RejectedAnswers,
            .. RefusedAnswers,
            CredentialsAnswer,
            ThrottledAnswer,
            new(AcceptedAnswer.Status, CarrierHarness.Recipient + CarrierHarness.Text),
            new(500, CarrierHarness.Recipient + CarrierHarness.Text),
        ];
        foreach (var answer in answers)
        {
            Server.Expect(answer);
            var line = Assert.Single(await LinesOfAnAttemptAsync([.. Secrets]));
            Assert.Contains("+61*******56", line, StringComparison.Ordinal);
            Assert.Contains(CarrierHarness.Id.ToString(), line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_secret_is_an_unavailable_carrier_in_the_log()
    {
        var line = Assert.Single(await LinesOfAnAttemptAsync([]));
        Assert.Contains("Unavailable secret", line, StringComparison.Ordinal);
    }

    private async Task<List<string>> LinesOfAnAttemptAsync((string Name, string Value)[] secrets)
    {
        var log = new FakeLogCollector();
        var store = new FakeSecretStore(secrets);
        using var telemetry = new GatewayTelemetry();
        using var carrier = CarrierHarness.Create(
            SettingsAt(Server.Address),
            Server.Address,
            store,
            CarrierHarness.Patient
        );
        using var registry = new CarrierRegistry([], CarrierHarness.Patient, store, telemetry, TimeProvider.System);
        // By the clock of the message, which lives then.
        var runner = new AttemptRunner(
            store,
            new RouteHealth(new RoutingOptions(), registry, log.For<RouteHealth>()),
            telemetry,
            new FakeTimeProvider(CarrierHarness.Now),
            log.For<AttemptRunner>()
        );

        var outcome = await runner.TryAttemptAsync(
            carrier.Configured,
            CarrierHarness.Envelope(Message),
            CarrierHarness.Patient,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(outcome is SendOutcome.Refused { Credentials: true } ? carrier.SecretNames : [], store.Refreshes);
        var lines = log.GetSnapshot().Select(line => line.Text).ToList();
        foreach (var line in lines)
        {
            AssertClean(line);
            Assert.All(Secrets, secret => Assert.DoesNotContain(secret.Value, line, StringComparison.Ordinal));
        }

        return lines;
    }
}
