using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Tests.KeyVault;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>What check sees of the way to the gateway: TLS, its certificate, and plain HTTP beside it.</summary>
public sealed class CheckAddressTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(301, "https://sms.example.com/", "ok")]
    [InlineData(301, "http://www.example.com/", "warn")]
    [InlineData(200, null, "warn")]
    [InlineData(404, null, "ok")]
    public async Task Plain_http_must_not_lead_past_tls(int status, string? location, string state)
    {
        var stub = new StubGateway
        {
            Answer = request =>
            {
                var answer = StubGateway.Json(request.RequestUri!.Scheme == "http" ? status : 200, CheckLines.Healthy);
                answer.Headers.Location = location is null ? null : new Uri(location);
                return answer;
            },
        };
        // Nothing listens on port 443 of loopback; everything else comes from the stub.
        var run = await CliRun.OfAsync("check --json --url https://127.0.0.1", handler: stub.Handler);
        Assert.Contains($"plain http {state}", CheckLines.States(run));
        Assert.Contains("GET /api/health", stub.Requests);
    }

    [Fact]
    public async Task Plain_http_to_another_machine_fails_and_carries_no_secret()
    {
        var stub = new StubGateway
        {
            Answer = request =>
                request.Headers.Authorization is null && !request.Headers.Contains("x-functions-key")
                    ? StubGateway.Json(200, CheckLines.Healthy)
                    : throw new InvalidOperationException("A secret was sent in the clear."),
        };
        var run = await CliRun.OfAsync(
            "check --json",
            GatewayVariables.At("http://sms.example.com"),
            handler: stub.Handler
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["address fail", "caller skip", "operators skip"],
            CheckLines
                .States(run)
                .Where(state =>
                    !state.EndsWith(" ok", StringComparison.Ordinal)
                    && !state.StartsWith("clock", StringComparison.Ordinal)
                    && !state.StartsWith("stranger", StringComparison.Ordinal)
                )
        );
    }

    [Theory]
    [InlineData(true, 0, "ok")]
    [InlineData(false, 0, "fail")]
    [InlineData(true, -10, "warn")]
    [InlineData(true, 1, "fail")]
    public async Task The_certificate_is_looked_at(bool trusted, int daysAfterItsEnd, string state)
    {
        await using var server = await StartTlsAsync();
        var run = await CliRun.OfAsync(
            $"check --json --url {server.Urls.Single()}",
            handler: SelfSigned.TrustingHandler,
            trusts: _ => trusted,
            time: new FakeTimeProvider(
                daysAfterItsEnd == 0
                    ? Now
                    : new DateTimeOffset(SelfSigned.Certificate.NotAfter).AddDays(daysAfterItsEnd)
            )
        );

        Assert.Contains($"certificate {state}", CheckLines.States(run));
        Assert.Contains("tls ok", CheckLines.States(run));
        Assert.Contains("plain http skip", CheckLines.States(run));
    }

    private static async Task<WebApplication> StartTlsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(SelfSigned.Certificate))
        );
        var app = builder.Build();
        app.MapGet("/api/health", () => Results.Text(CheckLines.Healthy, "application/json"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
