using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What Prometheus reads, and what an orchestrator asks.</summary>
public sealed partial class MetricsTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_reads_what_was_counted()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005550100", body = "Your code is 1" });
        await gateway.ArrivalAsync(id);

        using var answer = await gateway.Gateway.GetAsync(new Uri("/metrics", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Matches(Accepted(), text);
        Assert.DoesNotContain("15005550100", text, StringComparison.Ordinal);
        Assert.DoesNotContain(id, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var silent = new SilentGateway();
        await silent.InitializeAsync();

        using var answer = await silent.Gateway.GetAsync(new Uri("/metrics", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/livez", """{"status":"alive"}""")]
    [InlineData("/readyz", """{"status":"ready","detail":null}""")]
    public async Task An_orchestrator_is_answered(string path, string expected)
    {
        using var answer = await gateway.Gateway.GetAsync(new Uri(path, UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Stop));
    }

    [GeneratedRegex("""sms_accepted_total\{[^}]*caller="auth0"[^}]*\} [1-9]""")]
    private static partial Regex Accepted();

    private sealed class SilentGateway : GatewayFixture
    {
        private protected override Task<Uri> StartGatewayAsync(
            Dictionary<string, string?> settings,
            FakeLoggerProvider log
        )
        {
            settings["Gateway:Metrics:Prometheus"] = "false";
            return base.StartGatewayAsync(settings, log);
        }
    }
}
