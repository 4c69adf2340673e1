using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>What the platform answers itself, and what it lets through, as it was seen on a real host.</summary>
public sealed class PlatformTests(FunctionsGatewayFixture gateway) : IClassFixture<FunctionsGatewayFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/API/Health/", HttpStatusCode.OK)]
    [InlineData("//api/health", HttpStatusCode.NotFound)]
    [InlineData("/health", HttpStatusCode.NotFound)]
    public async Task Case_and_a_trailing_slash_do_not_matter(string path, HttpStatusCode expected)
    {
        using var response = await gateway.Gateway.GetAsync(
            new Uri(gateway.Gateway.BaseAddress!.GetLeftPart(UriPartial.Authority) + path),
            Stop
        );

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(120, 10)]
    public async Task Too_long_or_too_many_headers_are_refused(int count, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health");
        for (var i = 0; i < count; i++)
        {
            request.Headers.Add(string.Create(CultureInfo.InvariantCulture, $"x-{i}"), new string('x', length));
        }

        using var response = await gateway.Gateway.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    /// <summary>The platform's answer: the app never sees it, so nothing of the app's own counts or logs it as a failure.</summary>
    [Fact]
    public async Task A_client_that_stalls_in_the_middle_of_its_body_is_not_the_apps_failure()
    {
        var lines = gateway.Log.Count;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Gateway.BaseAddress!.Port, Stop);
        var head =
            $"POST /api/sms HTTP/1.1\r\nHost: x\r\nAuthorization: {TokenFactory.Bearer(TokenFactory.Create())}\r\nContent-Length: 1000\r\n\r\n{{";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Stop);

        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(
            gateway.Log.GetSnapshot().Skip(lines),
            line => line.Category?.StartsWith("SmsGateway.Acceptance", StringComparison.Ordinal) == true
        );
    }
}
