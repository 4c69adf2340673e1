using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

/// <summary>Without an access key the carrier knows the gateway by its identity, whose token is one of the attempt's credentials.</summary>
public sealed class AzureCommunicationIdentityTests : IAsyncLifetime
{
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(8);

    private readonly FakeTimeProvider _time = new(CarrierHarness.Now);
    private CarrierServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CarrierServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_token_of_the_identity_goes_along()
    {
        var tokens = new Tokens(_ => ValueTask.FromResult("a-token"));
        using var carrier = Create(tokens, CarrierHarness.Patient);
        ExpectOne();

        var outcome = await carrier.SendAsync(CarrierHarness.Message(), TestContext.Current.CancellationToken);

        Assert.Equal(new SendOutcome.Accepted("m-1"), outcome);
        Assert.Equal("Bearer a-token", _server.Request.Authorization);
        Assert.False(_server.Request.Headers.ContainsKey("x-ms-date"));
        Assert.Equal(["https://communication.azure.com//.default"], tokens.Asked);
        Assert.Empty(carrier.SecretNames);
    }

    [Fact]
    public async Task A_token_that_comes_in_time_sends_the_message()
    {
        ExpectOne();
        Assert.IsType<SendOutcome.Accepted>(await AttemptAsync(Slow(), limit: Asking * 1.25, life: Asking * 10));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_token_that_comes_when_the_attempts_time_is_over_sends_nothing()
    {
        var outcome = await AttemptAsync(Slow(), limit: Asking / 2, life: Asking * 10);
        Assert.Equal("secret", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_code_whose_life_ends_while_a_token_is_awaited_is_not_sent()
    {
        Assert.IsType<SendOutcome.Unavailable>(await AttemptAsync(Slow(), limit: Asking * 10, life: Asking));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        var none = new Tokens(_ => throw new SecretUnavailableException("none"));
        var outcome = await AttemptAsync(none, CarrierHarness.Patient, CarrierHarness.Patient);
        Assert.Equal("secret", Assert.IsType<SendOutcome.Unavailable>(outcome).Code);
        Assert.Empty(_server.Requests);
    }

    /// <summary>The first token takes its time; further ones come from memory.</summary>
    private Tokens Slow()
    {
        var isFirst = true;
        return new Tokens(async end =>
        {
            if (isFirst)
            {
                isFirst = false;
                await Task.Delay(Asking, _time, end);
            }

            return "a-token";
        });
    }

    private async Task<SendOutcome?> AttemptAsync(Tokens tokens, TimeSpan limit, TimeSpan life)
    {
        var store = new FakeSecretStore();
        using var telemetry = new GatewayTelemetry();
        using var carrier = Create(tokens, limit);
        using var registry = new CarrierRegistry([], limit, store, telemetry, _time);
        var runner = new AttemptRunner(
            store,
            new RouteHealth(new RoutingOptions(), registry, NullLogger<RouteHealth>.Instance),
            telemetry,
            _time,
            NullLogger<AttemptRunner>.Instance
        );
        var envelope = CarrierHarness.Envelope(CarrierHarness.Message()) with { ExpiresAt = CarrierHarness.Now + life };

        var attempt = runner.TryAttemptAsync(carrier.Configured, envelope, limit, CancellationToken.None).AsTask();
        _time.Advance(Asking);
        return await attempt.WaitAsync(Patience.Bounded);
    }

    private TestCarrier Create(Tokens tokens, TimeSpan limit) =>
        CarrierHarness.Create(
            [("Kind", "AzureCommunication")],
            _server.Address,
            new FakeSecretStore(),
            limit,
            _time,
            tokens
        );

    private void ExpectOne() =>
        _server.Expect(
            new CarrierAnswer(
                202,
                """{ "value": [{ "to": "x", "httpStatusCode": 202, "successful": true, "messageId": "m-1" }] }"""
            )
        );

    private sealed class Tokens(Func<CancellationToken, ValueTask<string>> get) : IAccessTokenSource
    {
        public List<string> Asked { get; } = [];

        public ValueTask<string> GetAsync(string scope, CancellationToken cancellationToken)
        {
            Asked.Add(scope);
            return get(cancellationToken);
        }
    }
}
