using System.Text;
using System.Text.RegularExpressions;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Http;
using SmsGateway.Operators;
using SmsGateway.Tests.Auth0;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>The page's files: that each is served, that they keep to its policy, and that they know the gateway's words and endpoints.</summary>
public sealed partial class OperatorsPageTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("src/SmsGateway/Operators/Page");

    private static readonly OperatorsPageHandler Handler = new();

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path))];

    private static IEnumerable<string> Scripts =>
        Directory.EnumerateFiles(Folder, "*.js").Select(path => File.ReadAllText(path));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_served_as_it_is_and_under_the_policy(string name)
    {
        var reply = Handler.Handle($"/operators/{name}");

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            Path.GetExtension(name) switch
            {
                ".js" => "text/javascript; charset=utf-8",
                ".css" => "text/css; charset=utf-8",
                ".html" => "text/html; charset=utf-8",
                _ => "image/svg+xml",
            },
            reply.ContentType
        );
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, name)), reply.Body.ToArray());
        AssertIsProtected(reply);
    }

    [Theory]
    [InlineData("/operators/")]
    [InlineData("/Operators/")]
    [InlineData("/api/operators/")]
    public void The_address_with_a_slash_is_the_page(string path) =>
        Assert.StartsWith(
            "<!doctype html>",
            Encoding.UTF8.GetString(Handler.Handle(path).Body.Span),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/operators")]
    [InlineData("/api/operators")]
    public void The_address_without_a_slash_leads_there(string path)
    {
        var reply = Handler.Handle(path);

        Assert.Equal(302, reply.Status);
        Assert.Contains(KeyValuePair.Create("Location", "operators/"), reply.Headers);
        AssertIsProtected(reply);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/operatorsapp.js")]
    [InlineData("/operators/nowhere.js")]
    [InlineData("/operators/APP.js")]
    [InlineData("/operators//app.js")]
    [InlineData("/operators/operators/app.js")]
    [InlineData("/operators/../openapi.json")]
    [InlineData("/operators/..\\openapi.json")]
    [InlineData("/operators/../../../../etc/passwd")]
    public void Nothing_else_is_there(string path)
    {
        var reply = Handler.Handle(path);

        Assert.Equal(404, reply.Status);
        Assert.True(reply.Body.IsEmpty);
        AssertIsProtected(reply);
    }

    [Fact]
    public void The_page_needs_nothing_inline_and_nothing_from_elsewhere()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "index.html"));
        var all = string.Concat(Directory.EnumerateFiles(Folder).Select(path => File.ReadAllText(path)));

        Assert.DoesNotMatch("<style|style=|<script(?![^>]* src=)|\\son\\w+=|javascript:", page);
        // What names a format is no address.
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)|[\"'(]//\\w|@import", all);
        Assert.DoesNotMatch(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment|DOMParser|eval\\(|Function\\(|setAttribute\\('(on|style)",
            string.Concat(Scripts)
        );
    }

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "index.html"));
        var named = Scripts
            .SelectMany(script => Import().Matches(script))
            .Concat(Reference().Matches(page))
            .Select(match => match.Groups["file"].Value)
            .Distinct()
            .ToList();

        Assert.Contains("dom.js", named);
        Assert.All(named, file => Assert.True(File.Exists(Path.Combine(Folder, file)), file));
    }

    /// <summary>The tab's own storage ends with the tab; an address ends in logs.</summary>
    [Fact]
    public void The_key_is_kept_in_the_tab_and_nowhere_else() =>
        Assert.DoesNotMatch(
            "localStorage|document\\.cookie|indexedDB|location\\.(href|hash|search)|history\\.",
            string.Concat(Scripts)
        );

    [Fact]
    public void It_asks_for_nothing_that_the_gateway_does_not_describe()
    {
        var asked = Asked()
            .Matches(File.ReadAllText(Path.Combine(Folder, "gateway.js")))
            .SelectMany(match =>
                Of(match.Groups["path"].Value).Select(path => $"{match.Groups["method"].Value} /api/{path}")
            )
            .ToList();

        Assert.Contains("GET /api/health", asked);
        Assert.Empty(
            asked.Except(OpenApiDescription.Operations.Select(operation => $"{operation.Method} {operation.Path}"))
        );
        Assert.Single(Scripts, script => script.Contains("fetch(", StringComparison.Ordinal));

        static string[] Of(string path)
        {
            var filled = path.Replace("${id}", "{id}", StringComparison.Ordinal);
            return filled.Contains("${list}", StringComparison.Ordinal)
                ?
                [
                    filled.Replace("${list}", "blocks", StringComparison.Ordinal),
                    filled.Replace("${list}", "allows", StringComparison.Ordinal),
                ]
                : [filled];
        }
    }

    [Fact]
    public void It_has_words_for_every_reason_and_every_rule() =>
        Assert.Equal(
            [.. Enum.GetNames<DeadLetterReason>(), .. AdmissionRules.Reasons],
            Word()
                .Matches(File.ReadAllText(Path.Combine(Folder, "reasons.js")))
                .Select(match => match.Groups["name"].Value)
        );

    [Fact]
    public async Task What_it_makes_of_answers_is_right()
    {
        using var gateway = new Gateway(new FakeCarrier("one"));
        gateway.Queue.OldestSince = gateway.Time.GetUtcNow();
        gateway.Time.Advance(TimeSpan.FromSeconds(200));
        var late = await gateway.Health.HandleAsync(TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("smsgateway-page-");
        try
        {
            const string Test = "page.test.mjs";
            foreach (var path in Directory.EnumerateFiles(Folder, "*.js"))
            {
                File.Copy(path, Path.Combine(folder.FullName, Path.GetFileName(path)));
            }

            File.Copy(
                RepositoryFiles.PathOf($"tests/SmsGateway.Tests/Operators/Page/{Test}"),
                Path.Combine(folder.FullName, Test)
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "package.json"),
                """{"type":"module"}""",
                TestContext.Current.CancellationToken
            );

            var run = await NodeRun.OfAsync(
                folder.FullName,
                ["--test", "--test-reporter=tap", Test],
                new Dictionary<string, string> { ["LATE_HEALTH"] = Encoding.UTF8.GetString(late.Body.Span) },
                "",
                TestContext.Current.CancellationToken
            );

            Assert.True(run.ExitCode == 0, run.Text);
            Assert.Matches("# pass [1-9]", run.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertIsProtected(HttpReply reply)
    {
        var headers = reply.Headers.ToDictionary(header => header.Key, header => header.Value);
        var policy = headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'; trusted-types 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("DENY", headers["X-Frame-Options"]);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("no-store", headers["Cache-Control"]);
    }

    [GeneratedRegex(@"from '\./(?<file>[^']+)'")]
    private static partial Regex Import();

    [GeneratedRegex("(?:src|href)=\"(?<file>[^\"#]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"ask\('(?<method>[A-Z]+)', ['`](?<path>[^'`]+)['`]")]
    private static partial Regex Asked();

    [GeneratedRegex("^  (?<name>[A-Za-z_]+): ", RegexOptions.Multiline)]
    private static partial Regex Word();
}
