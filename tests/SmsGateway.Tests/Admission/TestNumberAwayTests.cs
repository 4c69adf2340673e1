using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Configuration;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>A message to a test number while the store of the counters does not answer.</summary>
public sealed class TestNumberAwayTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly GatewayTelemetry _telemetry = new();
    private readonly FakeLogCollector _log = new();
    private readonly FakeAdmissionStore _store = new() { Failure = new StoreUnavailableException("away") };
    private readonly ConfigurationWarnings _warnings = new([]);

    [Theory]
    [InlineData(WhenStoreIsAway.Allow, true)]
    [InlineData(WhenStoreIsAway.Refuse, false)]
    public async Task It_is_held_to_what_the_settings_say_of_that_and_does_not_say_that_the_store_is_back(
        WhenStoreIsAway setting,
        bool isKept
    )
    {
        var number = Samples.ParseNumber(Samples.Recipient);
        var kept = new FakeDeadLetterStore(new FakeQueue());
        var control = new AdmissionControl(
            new AdmissionOptions { WhenStoreIsAway = setting },
            _telemetry,
            _time,
            _log.For<AdmissionControl>(),
            _warnings,
            new TestNumbers([new TestNumber(number, number, Samples.Start.AddDays(1), "Gateway__TestNumbers__0")]),
            new TestInbox(kept, _time, _log.For<TestInbox>()),
            _store
        );
        var envelope = Samples.CreateEnvelope();
        for (var i = 0; i < 2; i++)
        {
            var asked = await control.OpenAsync(envelope, FrozenSet<string>.Empty, CancellationToken.None);
            Assert.Equal(isKept, await control.KeepAsync(asked!, envelope, CancellationToken.None) is not null);
        }

        Assert.Equal(isKept ? 1 : 0, kept.Records.Count);
        Assert.Contains("does not answer", Assert.Single(_warnings.Now), StringComparison.Ordinal);
        Assert.Single(_log.GetSnapshot(), line => line.Id.Id == 113);
        Assert.DoesNotContain(_log.GetSnapshot(), line => line.Id.Id == 114);
    }

    public void Dispose() => _telemetry.Dispose();
}
