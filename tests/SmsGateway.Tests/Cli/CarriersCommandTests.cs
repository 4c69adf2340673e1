using Xunit;

namespace SmsGateway.Tests.Cli;

public sealed class CarriersCommandTests
{
    private const string Health = """
        {
          "status": "unhealthy",
          "carriers": {
            "twilio": { "status": "degraded", "detail": "It keeps failing, with http-503.", "since": "2026-11-26T06:59:00+00:00", "breaker": "Open", "lastSuccess": "2026-11-26T07:00:00+00:00", "lastCode": "http-503", "attemptsInLastMinute": 12, "badInLastMinute": 9, "failingIn": ["AU", "NZ"] },
            "vonage": { "status": "healthy", "detail": null, "breaker": "Closed", "lastSuccess": null, "lastCode": null, "attemptsInLastMinute": 0, "badInLastMinute": 0, "failingIn": [] }
          },
          "routes": {
            "default": { "status": "unhealthy", "detail": "No carrier of it delivers." },
            "AU": { "status": "healthy", "detail": null, "weights": { "twilio": 30, "vonage": 70 } }
          }
        }
        """;

    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Fact]
    public async Task Carriers_and_routes_are_shown_and_a_route_that_is_down_is_a_failure()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(503, Health) };

        var run = await CliRun.OfAsync("carriers", Variables, handler: stub.Handler);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["GET /api/health"], stub.Requests);
        Assert.All(
            new[]
            {
                "2026-11-26 07:00:00Z",
                "2026-11-26 06:59:00Z",
                "9 bad of 12",
                "AU, NZ",
                "none since the start",
                "No carrier of it delivers.",
                "twilio 30, vonage 70",
            },
            text => Assert.Contains(text, run.Out, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_script_gets_one_document()
    {
        var stub = new StubGateway
        {
            Answer = _ => StubGateway.Json(200, Health.Replace("unhealthy", "healthy", StringComparison.Ordinal)),
        };

        var run = await CliRun.OfAsync("carriers --json", Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            9,
            run.Json.GetProperty("carriers").GetProperty("twilio").GetProperty("badInLastMinute").GetInt32()
        );
        Assert.Equal(
            70,
            run.Json.GetProperty("routes").GetProperty("AU").GetProperty("weights").GetProperty("vonage").GetInt32()
        );
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(200, "{\"status\":\"healthy\"}")]
    public async Task What_is_no_gateway_is_told(int status, string body)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(status, body) };

        var run = await CliRun.OfAsync("carriers", Variables, handler: stub.Handler);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no gateway's", run.Error, StringComparison.Ordinal);
    }
}
