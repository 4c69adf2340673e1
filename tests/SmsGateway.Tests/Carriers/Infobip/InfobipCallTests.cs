using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Infobip;

/// <summary>Calls, as in <see cref="InfobipDescription"/>, with answers of the same form as those to texts.</summary>
public sealed class InfobipCallTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Infobip"), ("ApiKeySecretName", "infobip-key")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("infobip-key", "key-0a1b2c")];

    protected override CarrierAnswer AcceptedAnswer => Answer(1, 26);

    protected override string AcceptedId => "v-4711";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers => [Answer(5, 52), Error("to")];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers => [Answer(5, 12), Error("from"), Error("text")];

    protected override CarrierAnswer CredentialsAnswer => new(401, """{ "errorCode": "E401" }""");

    protected override CarrierAnswer ThrottledAnswer => new(429, """{ "errorCode": "E429" }""");

    private protected override CarrierMessage Message => Call(CarrierHarness.Text);

    protected override void VerifyRequest(CarrierRequest request)
    {
        RequestSchema.AssertMatches(InfobipDescription.Call, request);
        Assert.Equal("/tts/3/single", request.Path);
        Assert.Equal("App key-0a1b2c", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        const string Said = "Your code is 7, 3, 9, 1, 8, 4 &  nothing  else ✓";
        AssertJson($$"""{ "from": "61400000001", "to": "61491570156", "text": "{{Said}}. {{Said}}" }""", request);
    }

    [Fact]
    public async Task The_text_is_said_twice_in_the_language_of_the_locale()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Voice));

        await SendAsync(carrier, Call("Code <1234> & \"x\" for 10 minutes.", "en_AU"));

        AssertJson(
            """
            {
              "from": "61400000001",
              "to": "61491570156",
              "text": "Code  1, 2, 3, 4  & \"x\" for 10 minutes. Code  1, 2, 3, 4  & \"x\" for 10 minutes.",
              "language": "en-au"
            }
            """,
            Server.Request
        );
    }

    [Fact]
    public async Task What_does_not_fit_twice_is_said_once()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();
        var text = new string('a', 1399) + ".";

        await SendAsync(carrier, Call(text));

        RequestSchema.AssertMatches(InfobipDescription.Call, Server.Request);
        Assert.Equal(text, Server.Request.Json().GetProperty("text").GetString());
    }

    [Fact]
    public async Task What_does_not_fit_is_not_tried()
    {
        using var carrier = Create();
        var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync(carrier, Call(new string('a', 1401))));
        Assert.Equal(("too-long", true), (refused.Code, refused.OfThisMessage));
    }

    [Fact]
    public async Task Without_a_number_to_call_from_nothing_is_sent()
    {
        using var carrier = Create();
        var call = CarrierHarness.Message(sender: null, Channel.Voice);
        var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync(carrier, call));
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("en-gb", "en-gb")]
    [InlineData("de_AT", "de-at")]
    [InlineData("de-LI", "de")]
    [InlineData("zh", "zh-cn")]
    [InlineData("zh-Hant-HK", "zh-tw")]
    [InlineData("zh-Hans", "zh-cn")]
    [InlineData("pt", "pt-pt")]
    [InlineData("pt-BR", "pt-br")]
    [InlineData("nb-NO", "no")]
    [InlineData("cy", "wls")]
    [InlineData("sw", null)]
    [InlineData("en\"}", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task The_nearest_language_that_Infobip_has_is_told(string? locale, string? expected)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, Call("Code 1234", locale));

        var call = Server.Request.Json();
        Assert.Equal(expected, call.TryGetProperty("language", out var value) ? value.GetString() : null);
    }

    private static CarrierMessage Call(string text, string? locale = null) =>
        CarrierHarness.Message("+61400000001", Channel.Voice, text, locale);

    private static CarrierAnswer Answer(int group, int id) =>
        new(
            200,
            $$"""
            {
              "bulkId": "b-1",
              "messages": [
                {
                  "to": "{{CarrierHarness.Recipient}}", "messageId": "v-4711",
                  "status": { "groupId": {{group}}, "groupName": "G", "id": {{id}}, "name": "N", "description": "{{CarrierHarness.Text}}" }
                }
              ]
            }
            """
        );

    private static CarrierAnswer Error(string field) =>
        new(
            400,
            $$"""{ "errorCode": "E400", "description": "{{CarrierHarness.Text}}", "violations": [{ "property": "{{field}}", "violation": "{{CarrierHarness.Recipient}}" }] }"""
        );

    private static void AssertJson(string expected, CarrierRequest request)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, request.Json()), request.Body);
    }
}
