using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>What becomes of a code when somebody sets the machine's clock while it waits, whichever store it waits in.</summary>
public sealed class SetClockTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");

    private readonly FakeCarrier _carrier = new("one");
    private readonly Gateway _gateway;
    private readonly SettableTime _machine = new(Samples.Start);
    private readonly SteadyTime _time;
    private readonly DeliveryHandler _delivery;

    public SetClockTests()
    {
        _gateway = new Gateway(_carrier);
        _time = new SteadyTime(_machine, _gateway.Log.For<SteadyTime>());
        Assert.Equal(Samples.Start, _time.GetUtcNow());
        _delivery = new DeliveryHandler(
            _gateway.Router,
            _gateway.Queue,
            _gateway.Codecs.Envelopes,
            new AttemptRunner(
                _gateway.Secrets,
                _gateway.Routes,
                _gateway.Telemetry,
                _time,
                _gateway.Log.For<AttemptRunner>()
            ),
            new MessageEnd(
                _gateway.DeadLetters,
                _gateway.Options.Delivery,
                _gateway.Telemetry,
                _time,
                _gateway.Log.For<MessageEnd>()
            ),
            _gateway.Options.Delivery,
            _gateway.Telemetry,
            _time,
            () => 0.5,
            _gateway.Log.For<DeliveryHandler>()
        );
    }

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(-150, 155)]
    [InlineData(-3600, 61)]
    [InlineData(3600, 61)]
    public async Task A_code_with_a_minute_to_live_is_dead_and_not_sent_when_the_minute_has_passed(int set, int waited)
    {
        _machine.Set(TimeSpan.FromSeconds(set));
        _machine.Advance(TimeSpan.FromSeconds(waited));
        await DeliverAsync();

        Assert.Empty(_carrier.Calls);
        Assert.Equal(DeadLetterReason.Expired, Assert.Single(_gateway.DeadLetters.Records).Reason);
    }

    [Theory]
    [InlineData(-150)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_code_with_a_minute_to_live_is_sent_within_it_with_its_life_by_the_carriers_clock(int set)
    {
        _carrier.Then(Accepted);
        _machine.Set(TimeSpan.FromSeconds(set));
        _machine.Advance(TimeSpan.FromSeconds(20));
        await DeliverAsync();

        var call = Assert.Single(_carrier.Calls);
        Assert.Equal(_machine.GetUtcNow(), call.Now);
        Assert.Equal(_machine.GetUtcNow() + TimeSpan.FromSeconds(40), call.ExpiresAt);
        Assert.Empty(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task Health_tells_of_it()
    {
        var health = NewHealth();
        Assert.DoesNotContain("clock", await TextAsync(health), StringComparison.Ordinal);
        _machine.Set(TimeSpan.FromSeconds(-150));
        _machine.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("clock was set back by 150 s", await TextAsync(health), StringComparison.Ordinal);
    }

    private ValueTask DeliverAsync() =>
        _delivery.HandleAsync(
            new FakeLease(
                EnvelopeSerializer.Serialize(Samples.CreateEnvelope(life: TimeSpan.FromSeconds(60))),
                1,
                new LeaseTerm(_time.GetTimestamp(), TimeSpan.FromSeconds(25))
            ),
            CancellationToken.None
        );

    private HealthHandler NewHealth() =>
        new(
            _gateway.Queue,
            _gateway.Secrets,
            _gateway.Options.SecretReferences(),
            _gateway.Callers,
            _gateway.Routes,
            new ConfigurationWarnings([]),
            _gateway.Options.Delivery,
            _time,
            _gateway.Log.For<HealthHandler>()
        );

    private static async Task<string> TextAsync(HealthHandler health) =>
        Encoding.UTF8.GetString((await health.HandleAsync(CancellationToken.None)).Body.Span);
}
