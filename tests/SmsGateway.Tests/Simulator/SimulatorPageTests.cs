using System.Net;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorPageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/inbox.js", "text/javascript")]
    [InlineData("/inbox.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/simulator/messages", "application/json")]
    [InlineData("/simulator/stats", "application/json")]
    [InlineData("/simulator/seen", "text/plain")]
    public async Task Everything_a_browser_gets_has_the_security_headers(string path, string type)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';",
            policy,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("twilio")]
    [InlineData("messagemedia")]
    [InlineData("8x8")]
    [InlineData("vonage")]
    [InlineData("sinch")]
    [InlineData("telnyx")]
    [InlineData("azure")]
    public async Task A_hostile_text_is_only_ever_served_as_escaped_json(string carrier)
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        await using var simulator = await StartAsync();
        using var sent = await simulator.SendAsync(carrier, AnyNumber, Hostile);

        using var response = await simulator.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/simulator/messages"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain('<', await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Hostile, (string?)(await JsonOf(response))[0]!["body"]);
        Assert.DoesNotContain('<', await FirstEventAsync(simulator));
        Assert.Equal("application/json", sent.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("alert(", await simulator.GetTextAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_nothing_inline_and_nothing_from_elsewhere()
    {
        await using var simulator = await StartAsync();
        var page = await simulator.GetTextAsync("/");
        var script = await simulator.GetTextAsync("/inbox.js");
        var style = await simulator.GetTextAsync("/inbox.css");

        Assert.DoesNotMatch("<style|style=|<script(?![^>]* src=)|\\son\\w+=|javascript:", page);
        Assert.DoesNotMatch("https?://|\"//", page + script + style);
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", script);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/simulator/messages")]
    public async Task A_foreign_host_name_is_refused(string path)
    {
        await using var simulator = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "rebound.example" } };
        using var response = await simulator.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/simulator/messages", "cross-site", "cors", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/simulator/messages", "same-site", "no-cors", HttpStatusCode.Forbidden)]
    [InlineData(
        "POST",
        "/simulator/outage?carrier=twilio&mode=down",
        "cross-site",
        "navigate",
        HttpStatusCode.Forbidden
    )]
    [InlineData("DELETE", "/simulator/messages", "same-site", "cors", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/", "cross-site", "navigate", HttpStatusCode.OK)]
    [InlineData("GET", "/simulator/messages", "same-origin", "cors", HttpStatusCode.OK)]
    [InlineData("GET", "/", "none", "navigate", HttpStatusCode.OK)]
    public async Task Another_site_may_link_here_but_not_call(
        string method,
        string path,
        string site,
        string mode,
        HttpStatusCode expected
    )
    {
        await using var simulator = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        using var response = await simulator.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<string> FirstEventAsync(RunningSimulator simulator)
    {
        await using var stream = await simulator.GetEventsAsync();
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var data = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("data: [{", data, StringComparison.Ordinal);
        return data!;
    }
}
