using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using SmsGateway.Acceptance;
using SmsGateway.Admission;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Tests.Docs;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Http;

/// <summary>The description of the endpoints: that it is OpenAPI, that it is whole, and that what it says can be told from what it does not.</summary>
public sealed partial class OpenApiTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string Id = """{"id":"019ac3f2b1c87d52a1f4c0de5a7b9e31"}""";

    public static TheoryData<AdmissionRule> Rules =>
        [.. Enum.GetValues<AdmissionRule>().Where(rule => rule != AdmissionRule.None)];

    [Fact]
    public void It_is_OpenAPI_without_a_mistake()
    {
        var diagnostic = OpenApiDocument.Parse(OpenApiDescription.Text, "json").Diagnostic!;

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
        Assert.Empty(diagnostic.Errors.Concat(diagnostic.Warnings).Select(error => error.ToString()));
    }

    /// <summary>The operators' page is for people.</summary>
    [Fact]
    public void Every_endpoint_is_in_it_and_nothing_else() =>
        Assert.Equal(
            gateway
                .Endpoints.Except(["GET /operators/{*path}", "HEAD /operators/{*path}"])
                .Order(StringComparer.Ordinal),
            OpenApiDescription
                .Operations.Select(operation => $"{operation.Method} {operation.Path}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Azure Functions has its prefix before every address.</summary>
    [Fact]
    public void What_the_Host_alone_has_is_marked() =>
        Assert.Equal(
            OpenApiDescription
                .Operations.Where(operation => !operation.Path.StartsWith("/api/", StringComparison.Ordinal))
                .Select(operation => $"{operation.Method} {operation.Path}"),
            OpenApiDescription
                .Operations.Where(operation => TagOf(operation.Operation) == "host")
                .Select(operation => $"{operation.Method} {operation.Path}")
        );

    [Fact]
    public void Who_must_show_a_token_or_a_key_is_told()
    {
        foreach (var (method, path, operation) in OpenApiDescription.Operations)
        {
            var scheme = TagOf(operation) switch
            {
                "callers" => "caller",
                "operators" => "operator",
                _ => null,
            };
            Assert.True(
                scheme is null
                    ? !operation.TryGetProperty("security", out _)
                    : operation.GetProperty("security")[0].TryGetProperty(scheme, out _),
                $"{method} {path}"
            );
        }
    }

    [Fact]
    public void What_the_code_has_a_closed_set_of_is_in_it_whole()
    {
        Assert.Equal(Enum.GetNames<DeadLetterReason>(), Values("DeadLetterReason"));
        Assert.Equal(Enum.GetNames<NumberKind>(), Values("NumberKind"));
        Assert.Equal(AdmissionRules.Reasons, Values("AdmissionRule"));
        Assert.Equal(Reasons(isLimit: false), Values("NotAllowed", "reason"));
        Assert.Equal(Reasons(isLimit: true), Values("LimitReached", "reason"));
        Assert.Equal(
            typeof(SendOutcome).GetNestedTypes().Select(type => type.Name).Order(StringComparer.Ordinal),
            Values("Attempt", "outcome").Order(StringComparer.Ordinal)
        );

        static IEnumerable<string> Reasons(bool isLimit) =>
            Enum.GetValues<AdmissionRule>()
                .Where(rule => rule != AdmissionRule.None && AdmissionRules.IsLimit(rule) == isLimit)
                .Select(AdmissionRules.ReasonOf);
    }

    [Fact]
    public void It_has_the_fields_of_a_message_that_the_page_has() =>
        Assert.Equal(
            Field()
                .Matches(Page.At("docs/http.md").Section("Sending a message").Split("\n\n")[2])
                .SelectMany(row => Name().Matches(row.Value))
                .Select(name => name.Groups["name"].Value)
                .Order(StringComparer.Ordinal),
            OpenApiDescription
                .Schemas.GetProperty("Message")
                .GetProperty("properties")
                .EnumerateObject()
                .Select(field => field.Name)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData(
        "Message",
        """{"recipient":"+1 500 555 0100","body":"1","req":{"ip":"192.0.2.1","user-agent":"x"}}""",
        true
    )]
    [InlineData(
        "Message",
        """{"from":"+15005550006","action":"enrollment","language":"en","recipient":"+15005550101","message_type":"text","text":"1","code":1,"organization":{"id":"org_1"}}""",
        true
    )]
    [InlineData("Message", """{"body":"1"}""", false)]
    [InlineData("Message", """{"recipient":"+15005550100","channel":"fax"}""", false)]
    [InlineData("BlockOrder", """{"region":"AU","until":"2026-12-01T06:00:00Z"}""", true)]
    [InlineData("BlockOrder", """{"region":"AU","until":"2026-12-01"}""", false)]
    [InlineData("BlockOrder", """{"region":"AU","number":"+15005550100"}""", false)]
    [InlineData("AllowOrder", """{"ip":"192.0.2.0/24","for":"12:00:00","reason":"tests"}""", true)]
    [InlineData("AllowOrder", """{"ip":"192.0.2.0/24","for":"12:00:00","until":"2026-12-01T06:00:00Z"}""", false)]
    [InlineData("AllowOrder", """{"region":"AU"}""", false)]
    [InlineData("AdmissionQuestion", """{"recipient":"+15005550100","caller":"auth0"}""", true)]
    [InlineData("AdmissionQuestion", """{"number":"+15005550100"}""", false)]
    public void A_request_is_told_from_one_that_is_none(string schema, string json, bool isOne) =>
        Assert.Equal(isOne, OpenApiDescription.Mistakes(schema, json).Count == 0);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_refusal_is_as_described(AdmissionRule rule) =>
        RefusalReply
            .Of(new AdmissionRefusal(rule, TimeSpan.FromSeconds(41.5), false), MessageId.New(Samples.Start))
            .AsDescribed(HttpMethod.Post, "/api/sms");

    /// <summary>What the check of all other tests would miss otherwise.</summary>
    [Theory]
    [InlineData("POST", "/api/sms", 200, Json, Id, null)]
    [InlineData("POST", "/API/sms/", 200, Json, Id, null)]
    [InlineData("POST", "/api/sms", 200, Json, """{"id":"a b"}""", "/id: ")]
    [InlineData("POST", "/api/sms", 200, Json, """{"id":"1","state":"new"}""", "/state: ")]
    [InlineData("POST", "/api/sms", 200, Json, "{}", "\"id\"")]
    [InlineData("POST", "/api/sms", 200, Problem, Id, "content type 'application/problem+json'")]
    [InlineData("POST", "/api/sms", 200, null, "", "content type ''")]
    [InlineData("POST", "/api/sms", 202, Json, Id, "status")]
    [InlineData("POST", "/api/sms", 401, null, "", "WWW-Authenticate")]
    [InlineData("POST", "/api/sms", 503, Problem, """{"title":"x","status":503}""", "Retry-After")]
    [InlineData("POST", "/api/sms", 500, null, "", null)]
    [InlineData("POST", "/api/sms", 500, null, "why", "no body")]
    [InlineData("POST", "/api/sms", 429, null, "", null)]
    [InlineData("GET", "/api/sms", 404, null, "", null)]
    [InlineData("GET", "/api/sms", 405, null, "", null)]
    [InlineData("GET", "/api/sms", 404, Problem, """{"title":"x","status":404}""", "nothing is described")]
    [InlineData("GET", "/api/sms", 200, null, "", "nothing is described")]
    [InlineData("GET", "/api/sms/1", 404, null, "", null)]
    [InlineData("GET", "/api/messages/1", 404, null, "", "content type ''")]
    [InlineData("GET", "/api/messages/1", 404, Problem, """{"title":"x","status":404}""", null)]
    [InlineData(
        "GET",
        "/api/messages/1",
        200,
        Json,
        """{"id":"1","state":"dead","reason":"Boredom","at":"2026-11-25T18:20:11.4205312+00:00","attempts":1}""",
        "/reason: "
    )]
    [InlineData(
        "GET",
        "/api/messages/1",
        200,
        Json,
        """{"id":"1","state":"kept","reason":"TestNumber","at":"yesterday","attempts":0}""",
        "/at: "
    )]
    [InlineData(
        "GET",
        "/api/messages",
        200,
        Json,
        """{"items":[{"id":"1","state":"waiting","acceptedAt":"2026-11-25T18:20:11Z","caller":"auth0","recipient":"+61*******56"}],"truncated":false,"searchedSince":"2026-11-24T18:20:11Z"}""",
        null
    )]
    [InlineData(
        "GET",
        "/api/messages",
        200,
        Json,
        """{"items":[{"id":"1","state":"refused","reason":"boredom","at":"2026-11-25T18:20:11Z","caller":"auth0","recipient":"+61*******56"}],"truncated":false,"searchedSince":"2026-11-24T18:20:11Z"}""",
        "/items/0"
    )]
    [InlineData("HEAD", "/api/health", 200, Json, "", null)]
    [InlineData("HEAD", "/api/health", 204, null, "", "status")]
    [InlineData("GET", "/livez", 200, Json, """{"status":"alive"}""", null)]
    [InlineData("GET", "/readyz", 200, Json, """{"status":"ready","detail":null}""", null)]
    [InlineData("GET", "/readyz", 200, Json, """{"status":"not ready","detail":"x"}""", "/status: ")]
    [InlineData("GET", "/readyz", 503, Json, """{"status":"not ready","detail":"The disk is full."}""", null)]
    public void An_answer_is_told_from_one_that_is_not_described(
        string method,
        string path,
        int status,
        string? contentType,
        string body,
        string? expected
    )
    {
        var fault = OpenApiDescription.Fault(
            new HttpReply(status, contentType, Encoding.UTF8.GetBytes(body), []),
            new HttpMethod(method),
            path
        );

        if (expected is null)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Contains(expected, fault, StringComparison.Ordinal);
        }
    }

    private static string TagOf(JsonElement operation) =>
        Assert.Single(operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));

    private static IEnumerable<string> Values(string schema, string? property = null)
    {
        var described = OpenApiDescription.Schemas.GetProperty(schema);
        return (property is null ? described : described.GetProperty("properties").GetProperty(property))
            .GetProperty("enum")
            .EnumerateArray()
            .Select(value => value.GetString()!);
    }

    /// <summary>The first two cells of a row: a field and its alias.</summary>
    [GeneratedRegex(@"^\|[^|]*`[^|]*\|[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex Field();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
