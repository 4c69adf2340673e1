using System.Net;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>The operators' page, over a real connection.</summary>
public abstract partial class HttpContract
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/base.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_operators_page_is_served_without_a_key_and_under_a_strict_policy(string file, string type)
    {
        using var response = await GetPageAsync(HttpMethod.Get, file);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(Stop));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task The_operators_page_answers_those_who_only_want_its_status()
    {
        using var response = await GetPageAsync(HttpMethod.Head, "/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <summary>Its files are named relative to it.</summary>
    [Fact]
    public async Task The_operators_page_without_its_slash_leads_to_the_one_with_it()
    {
        using var response = await GetPageAsync(HttpMethod.Get, "");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var asked = new Uri(gateway.Gateway.BaseAddress!, gateway.OperatorsPage);
        Assert.Equal(gateway.OperatorsPage + "/", new Uri(asked, response.Headers.Location!).AbsolutePath);
    }

    [Theory]
    [InlineData("/nowhere.js")]
    [InlineData("/App.js")]
    [InlineData("/app.js/")]
    [InlineData("/page/app.js")]
    [InlineData("//app.js")]
    [InlineData("/..%2f..%2fappsettings.json")]
    [InlineData("/..%5c..%5cappsettings.json")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/../../etc/passwd")]
    public async Task The_operators_page_has_no_other_files(string file)
    {
        using var response = await GetPageAsync(HttpMethod.Get, file);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <param name="file">Sent as it is written: a client would take the dots out.</param>
    private async Task<HttpResponseMessage> GetPageAsync(HttpMethod method, string file)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var host = gateway.Gateway.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var request = new HttpRequestMessage(method, new Uri(host + gateway.OperatorsPage + file, raw));
        return await http.SendAsync(request, Stop);
    }
}
