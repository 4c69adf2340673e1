using SmsGateway.Carriers;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

/// <summary>Without an access key the carrier knows the gateway by its identity.</summary>
public sealed class AzureCommunicationIdentityTests : IAsyncLifetime
{
    private CarrierServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CarrierServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_token_of_the_identity_goes_along()
    {
        var scopes = new List<string>();
        using var carrier = Create(
            new Tokens(
                (scope, _) =>
                {
                    scopes.Add(scope);
                    return ValueTask.FromResult("a-token");
                }
            )
        );
        _server.Expect(
            new CarrierAnswer(
                202,
                """{ "value": [{ "to": "x", "httpStatusCode": 202, "successful": true, "messageId": "m-1" }] }"""
            )
        );

        Assert.Equal(new SendOutcome.Accepted("m-1"), await SendAsync(carrier));

        Assert.Equal("Bearer a-token", _server.Request.Authorization);
        Assert.False(_server.Request.Headers.ContainsKey("x-ms-date"));
        Assert.Equal(["https://communication.azure.com//.default"], scopes);
        Assert.Empty(carrier.SecretNames);
    }

    [Fact]
    public async Task A_token_that_does_not_come_is_within_the_attempts_limit()
    {
        using var carrier = Create(new Tokens(async (_, end) => await NeverAsync(end)), TimeSpan.FromMilliseconds(300));

        var outcome = Assert.IsType<SendOutcome.Unavailable>(await SendAsync(carrier));

        Assert.Equal("timeout", outcome.Code);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Shutdown_ends_the_wait_for_a_token_without_an_outcome()
    {
        using var shutdown = new CancellationTokenSource();
        using var carrier = Create(
            new Tokens(
                async (_, end) =>
                {
                    await shutdown.CancelAsync();
                    return await NeverAsync(end);
                }
            )
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            carrier.SendAsync(CarrierHarness.Message(), shutdown.Token).AsTask()
        );

        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        using var carrier = Create(new Tokens((_, _) => throw new SecretUnavailableException("none")));
        await Assert.ThrowsAsync<SecretUnavailableException>(() => SendAsync(carrier));
        Assert.Empty(_server.Requests);
    }

    private TestCarrier Create(IAccessTokenSource tokens, TimeSpan? attemptTimeout = null) =>
        CarrierHarness.Create(
            [("Kind", "AzureCommunication")],
            _server.Address,
            new FakeSecretStore(),
            attemptTimeout ?? CarrierHarness.Patient,
            tokens: tokens
        );

    private static Task<SendOutcome> SendAsync(TestCarrier carrier) =>
        carrier
            .SendAsync(CarrierHarness.Message(), TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(Patience.Bounded);

    private static async Task<string> NeverAsync(CancellationToken end)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);
        return "";
    }

    private sealed class Tokens(Func<string, CancellationToken, ValueTask<string>> get) : IAccessTokenSource
    {
        public ValueTask<string> GetAsync(string scope, CancellationToken cancellationToken) =>
            get(scope, cancellationToken);
    }
}
