using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Carriers;
using SmsGateway.Tests.Docs;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Generic;

/// <summary>
/// The examples of docs/http-carrier.md, read from there, against what the providers document: the pages named in it and, for BulkSMS,
/// its OpenAPI description (https://github.com/APIs-guru/openapi-directory, APIs/bulksms.com/1.0.0). Of Bird's errors only the
/// statuses are documented.
/// </summary>
public sealed partial class GenericProvidersTests : IAsyncLifetime
{
    private const string Number = CarrierHarness.Recipient;

    private CarrierServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CarrierServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(
        "Bird",
        "/workspaces/the-workspace-id/channels/the-channel-id/messages",
        "AccessKey secret-of-bird-access-key",
        """
            {
              "receiver": { "contacts": [{ "identifierKey": "phonenumber", "identifierValue": "+61491570156" }] },
              "body": { "type": "text", "text": { "text": "TEXT" } },
              "reference": "019d2f0cb7a07000800000000000abcd"
            }
            """
    )]
    [InlineData(
        "Clickatell",
        "/v1/message",
        "secret-of-clickatell-api-key",
        """{ "messages": [{ "channel": "sms", "to": "61491570156", "content": "TEXT" }] }"""
    )]
    [InlineData(
        "BulkSMS",
        "/v1/messages?auto-unicode=true",
        "Basic c2VjcmV0LW9mLWJ1bGtzbXMtdG9rZW4taWQ6c2VjcmV0LW9mLWJ1bGtzbXMtdG9rZW4tc2VjcmV0",
        """{ "to": "+61491570156", "from": "Acme", "body": "TEXT", "longMessageMaxParts": 30 }"""
    )]
    public async Task The_request_is_the_documented_one(string provider, string path, string authorization, string json)
    {
        _server.Expect(new CarrierAnswer(400, ""));

        await SendAsync(provider);

        var request = _server.Request;
        Assert.Equal(("POST", path, authorization), (request.Method, request.Path, request.Authorization));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(json.Replace("TEXT", CarrierHarness.Text, StringComparison.Ordinal));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Theory]
    [InlineData("Bird", 202, """{ "id": "8e5a-m1", "status": "accepted" }""", "Accepted", "8e5a-m1")]
    [InlineData("Bird", 202, """{ "id": "8e5a-m1", "status": "rejected" }""", "Refused", "rejected")]
    [InlineData("Bird", 202, """{ "status": "accepted" }""", "Unknown", "http-202")]
    [InlineData("Bird", 400, """{ "code": "BadRequest", "message": "m" }""", "Refused", "BadRequest")]
    [InlineData("Bird", 401, "", "Credentials", "http-401")]
    [InlineData("Bird", 404, "", "Refused", "http-404")]
    [InlineData("Bird", 422, "", "Refused", "http-422")]
    [InlineData("Bird", 429, "", "Throttled", "http-429")]
    [InlineData("Bird", 500, "", "Unavailable", "http-500")]
    [InlineData("Clickatell", 202, Taken, "Accepted", "fd496ade")]
    [InlineData("Clickatell", 401, """{ "messages": [], "error": { "code": 1 } }""", "Credentials", "1")]
    [InlineData("Clickatell", 400, """{ "messages": [], "error": { "code": 2 } }""", "Refused", "2")]
    [InlineData("Clickatell", 401, """{ "messages": [], "error": { "code": 7 } }""", "Refused", "7")]
    [InlineData("Clickatell", 500, """{ "messages": [], "error": { "code": 18 } }""", "Unavailable", "18")]
    [InlineData("Clickatell", 503, """{ "messages": null, "error": { "code": 19 } }""", "Unavailable", "19")]
    [InlineData("Clickatell", 402, """{ "messages": [], "error": { "code": 20 } }""", "Refused", "20")]
    [InlineData("Clickatell", 400, """{ "messages": [], "error": { "code": 21 } }""", "Refused", "21")]
    [InlineData("Clickatell", 400, "24", "MessageRefused", "24")]
    [InlineData("Clickatell", 400, "25", "Rejected", "25")]
    [InlineData("Clickatell", 207, "25", "Rejected", "25")]
    [InlineData("Clickatell", 400, "26", "Rejected", "26")]
    [InlineData("Clickatell", 400, "27", "MessageRefused", "27")]
    [InlineData("Clickatell", 400, "28", "Refused", "28")]
    [InlineData("Clickatell", 400, "43", "Throttled", "43")]
    [InlineData("Clickatell", 400, "45", "Refused", "45")]
    [InlineData("Clickatell", 400, "110", "MessageRefused", "110")]
    [InlineData("Clickatell", 202, "29", "Refused", "29")]
    [InlineData("BulkSMS", 201, "ACCEPTED", "Accepted", "4023457654")]
    [InlineData("BulkSMS", 201, "SENT", "Accepted", "4023457654")]
    [InlineData("BulkSMS", 201, "FAILED.BLOCKED", "MessageRefused", "FAILED.BLOCKED")]
    [InlineData("BulkSMS", 201, "FAILED.NOT_SENT", "MessageRefused", "FAILED.NOT_SENT")]
    [InlineData("BulkSMS", 201, "FAILED.HANDSET_ERROR", "Refused", "FAILED.HANDSET_ERROR")]
    [InlineData("BulkSMS", 201, "[]", "Unknown", "http-201")]
    [InlineData("BulkSMS", 400, """{ "status": 400, "title": "Bad Request" }""", "Refused", "http-400")]
    [InlineData("BulkSMS", 401, """{ "status": 401, "title": "Unauthorized" }""", "Credentials", "http-401")]
    [InlineData("BulkSMS", 403, """{ "status": 403, "title": "Insufficient Credits" }""", "Refused", "http-403")]
    public async Task A_documented_answer_has_its_outcome(
        string provider,
        int status,
        string body,
        string expected,
        string codeOrId
    )
    {
        _server.Expect(new CarrierAnswer(status, Body(provider, body)));

        var outcome = await SendAsync(provider);

        Assert.Equal(
            (expected, codeOrId),
            outcome switch
            {
                SendOutcome.Accepted accepted => (accepted.Name, accepted.CarrierMessageId),
                SendOutcome.Refused { Credentials: true } => ("Credentials", outcome.Code),
                SendOutcome.Refused { OfThisMessage: true } => ("MessageRefused", outcome.Code),
                _ => (outcome.Name, outcome.Code),
            }
        );
    }

    [Theory]
    [InlineData("Bird")]
    [InlineData("Clickatell")]
    [InlineData("BulkSMS")]
    public void As_long_as_nobody_has_filled_it_in_an_example_is_refused(string provider)
    {
        var (_, errors) = CarrierHarness.Read(Example(provider, fillIn: false));

        Assert.All(
            errors,
            error => Assert.EndsWith("is a placeholder; put there what it stands for", error, StringComparison.Ordinal)
        );
        Assert.Equal(provider == "Bird" ? 1 : 0, errors.Count);
    }

    private const string Taken =
        """{ "messages": [{ "apiMessageId": "fd496ade", "accepted": true, "to": "61491570156", "error": null }], "error": null }""";

    /// <summary>What is written short in the table: a code of Clickatell's, a status of BulkSMS's.</summary>
    private static string Body(string provider, string text) =>
        provider switch
        {
            "Clickatell" when int.TryParse(text, out _) => $$"""
                {
                  "messages": [
                    {
                      "apiMessageId": null, "accepted": false, "to": "{{Number}}",
                      "error": { "code": {{text}}, "description": "{{Number}}" }
                    }
                  ],
                  "error": null
                }
                """,
            "BulkSMS" when char.IsAsciiLetterUpper(text[0]) && text.Split('.') is var parts =>
                $$"""
                [
                  {
                    "id": "4023457654", "type": "SENT", "from": "Acme", "to": "{{Number[
                    1..
                ]}}", "body": "{{CarrierHarness.Text}}",
                    "status": { "id": "{{parts[0]}}.{{parts.ElementAtOrDefault(1) ?? "null"}}", "type": "{{parts[0]}}" }
                  }
                ]
                """,
            _ => text,
        };

    private async Task<SendOutcome> SendAsync(string provider)
    {
        var settings = Example(provider, fillIn: true);
        var documented = new Uri(settings.Single(setting => setting.Key == "BaseAddress").Value);
        using var carrier = CarrierHarness.Create(
            settings.Where(setting => setting.Key != "BaseAddress"),
            new Uri(_server.Address, documented.AbsolutePath),
            new FakeSecretStore([
                .. SecretNames()
                    .Matches(string.Concat(settings.Select(setting => setting.Value)))
                    .SelectMany(match => match.Groups["name"].Captures.Select(name => name.Value))
                    .Select(name => (name, "secret-of-" + name)),
            ]),
            CarrierHarness.Patient
        );
        return await carrier.SendAsync(CarrierHarness.Message(), TestContext.Current.CancellationToken);
    }

    /// <summary>The block of settings below the provider's heading.</summary>
    private static (string Key, string Value)[] Example(string provider, bool fillIn)
    {
        var section = Page.At("docs/http-carrier.md")
            .Text.Split("\n### ")
            .Single(section => section.StartsWith(provider + "\n", StringComparison.Ordinal));
        return
        [
            .. section
                .Split("\n```")[1]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('=', 2))
                .Select(pair =>
                    (
                        string.Join(':', pair[0].Split("__").Skip(3)),
                        fillIn
                            ? ToFillIn().Replace(pair[1], match => $"the-{match.Groups[1].Value.Replace(' ', '-')}")
                            : pair[1]
                    )
                ),
        ];
    }

    [GeneratedRegex(@"\{(?:secret|basic)(?::(?<name>[^:}]+))+\}")]
    private static partial Regex SecretNames();

    [GeneratedRegex("<([^<>]+)>")]
    private static partial Regex ToFillIn();
}
