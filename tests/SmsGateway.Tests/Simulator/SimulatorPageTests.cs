using System.Net;
using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorPageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/inbox.js", "text/javascript")]
    [InlineData("/model.js", "text/javascript")]
    [InlineData("/inbox.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/simulator/messages", "application/json")]
    [InlineData("/simulator/stats", "application/json")]
    [InlineData("/simulator/seen", "text/plain")]
    [InlineData("/simulator/dead-letters", "application/json")]
    [InlineData("/simulator/test-message", "application/json")]
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
        var script = string.Concat(await ScriptsAsync(simulator));
        var style = await simulator.GetTextAsync("/inbox.css");

        Assert.DoesNotMatch("<style|style=|<script(?![^>]* src=)|\\son\\w+=|javascript:", page);
        Assert.DoesNotMatch("https?://|\"//", page + script + style);
        Assert.DoesNotMatch(
            "innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|srcdoc|document\\.write|eval\\(|\\.style\\b",
            script
        );
    }

    /// <summary>Followed from the page's own script on, as a browser does.</summary>
    [Fact]
    public async Task Every_module_of_the_page_is_imported_by_another_and_served()
    {
        await using var simulator = await StartAsync();
        var scripts = await ScriptsAsync(simulator);

        Assert.Equal(
            Directory.GetFiles(RepositoryFiles.PathOf("src/SmsGateway.CarrierSimulator/Page"), "*.js").Length,
            scripts.Count
        );
    }

    /// <summary>A screen reader finds its way by these, and nothing can be operated that has no name.</summary>
    [Fact]
    public async Task The_page_has_landmarks_and_every_control_a_name()
    {
        await using var simulator = await StartAsync();
        var page = await simulator.GetTextAsync("/");
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();

        Assert.Distinct(ids);
        Assert.All(
            Regex.Matches(page, " (?:aria-labelledby|aria-describedby|for|list)=\"([^\"]+)\"").Cast<Match>(),
            match => Assert.Contains(match.Groups[1].Value, ids)
        );
        Assert.All(
            new[] { "<header>", "<main>", "<aside ", "<footer>", "role=\"search\"", "<html lang=", "href=\"#inbox\"" },
            landmark => Assert.Single(Regex.Matches(page, Regex.Escape(landmark)))
        );
        Assert.All(
            Regex.Matches(page, "<(?:input|select|textarea) [^>]*>").Select(match => match.Value),
            field =>
                Assert.True(
                    field.Contains("aria-label=", StringComparison.Ordinal)
                        || page.Contains($"for=\"{IdOf(field)}\"", StringComparison.Ordinal)
                        || Regex.IsMatch(page, $"<label[^>]*>{Regex.Escape(field)}[^<]+</label>"),
                    field
                )
        );
    }

    /// <summary>What a script looks for by id is in the page; a slip would end the script in the browser alone.</summary>
    [Fact]
    public async Task Every_element_that_a_script_looks_for_is_in_the_page()
    {
        await using var simulator = await StartAsync();
        var page = await simulator.GetTextAsync("/");
        var sought = (await ScriptsAsync(simulator))
            .SelectMany(script => Regex.Matches(script, @"\$\('([^']+)'\)"))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        Assert.True(sought.Count > 30);
        Assert.All(sought, id => Assert.Contains($" id=\"{id}\"", page, StringComparison.Ordinal));
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
    [InlineData("POST", "/simulator/test-message", "cross-site", "cors", HttpStatusCode.Forbidden)]
    [InlineData(
        "POST",
        "/simulator/dead-letters/019aa3b06e2a7c3e8f00112233445566/replay",
        "cross-site",
        "no-cors",
        HttpStatusCode.Forbidden
    )]
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

    private static string IdOf(string tag) => Regex.Match(tag, " id=\"([^\"]+)\"").Groups[1].Value;

    private static async Task<IReadOnlyList<string>> ScriptsAsync(RunningSimulator simulator)
    {
        var texts = new Dictionary<string, string>();
        var wanted = new Queue<string>(["/inbox.js"]);
        while (wanted.TryDequeue(out var path))
        {
            if (texts.ContainsKey(path))
            {
                continue;
            }

            texts[path] = await simulator.GetTextAsync(path);
            foreach (Match import in Regex.Matches(texts[path], @"from '\.(/[^']+)'"))
            {
                wanted.Enqueue(import.Groups[1].Value);
            }
        }

        return [.. texts.Values];
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
