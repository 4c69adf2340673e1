using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

[StartsProgram]
public sealed class SendCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string To = "+61491570156";

    [Theory]
    [InlineData("legacy")]
    [InlineData("action")]
    public async Task A_message_goes_to_a_carrier_as_typed(string shape)
    {
        var run = await CliRun.OfAsync(
            [
                "send",
                "--to",
                "+61 491 570 156",
                "--text",
                $"{shape} code {{code}}!",
                "--code",
                "424242",
                "--shape",
                shape,
                "--wait",
                "0",
                "--json",
            ],
            GatewayVariables.Of(gateway)
        );

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            (200, "accepted"),
            (run.Json.GetProperty("status").GetInt32(), run.Json.GetProperty("state").GetString())
        );
        var arrival = await gateway.ArrivalAsync(run.Json.GetProperty("id").GetString()!);
        Assert.Equal(
            (To, $"{shape} code 424242!"),
            (arrival.GetProperty("recipient").GetString(), arrival.GetProperty("body").GetString())
        );
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("action")]
    public async Task The_token_is_for_this_message_alone(string shape)
    {
        var token = "";
        var stub = new StubGateway
        {
            Answer = request =>
            {
                token = request.Headers.Authorization!.Parameter!;
                return StubGateway.Json(200, """{"id":"m1"}""");
            },
        };
        await CliRun.OfAsync(
            $"send --to {To} --shape {shape} --wait 0",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );

        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
        Assert.Equal(TokenFactory.HashOf(stub.Bodies.Single()), (string?)claims["body_sha256"]);
        Assert.Matches("^[0-9a-f]{32}$", (string?)claims["jti"]);
    }

    [Fact]
    public async Task For_people_it_says_the_id_and_the_time_but_neither_number_nor_code()
    {
        var run = await CliRun.OfAsync($"send --to {To} --code 135791 --wait 0", GatewayVariables.Of(gateway));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("^200 in [0-9]+ ms: message [0-9a-f]{32} to \\+61\\*+56 is accepted\\.\\s*$", run.Out);
        Assert.DoesNotContain("135791", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_operators_key_it_says_why_it_does_not_follow()
    {
        var run = await CliRun.OfAsync(
            $"send --to {To}",
            GatewayVariables.Of(gateway).With("SMS_GATEWAY_OPERATORS_KEY", null)
        );
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--operators-key-file or SMS_GATEWAY_OPERATORS_KEY", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+61491570157", 0, "carrier twilio has it as SM")]
    [InlineData("+15005551400", 1, "given up: Rejected. `sms-gateway dead-letters show ")]
    public async Task A_gateway_tells_how_it_ended(string to, int exitCode, string sentence)
    {
        var run = await CliRun.OfAsync($"send --to {to}", GatewayVariables.Of(gateway));
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
        Assert.Matches($@"\nAfter [0-9]+ ms: {System.Text.RegularExpressions.Regex.Escape(sentence)}", run.Out);
    }

    [Fact]
    public async Task A_delivered_message_is_followed_to_its_carrier()
    {
        var stub = Following(
            """{"id":"m1","state":"delivered","carrier":"twilio","carrierMessageId":"SM1","at":"2026-11-21T10:00:00Z","attempts":2}""",
            notEndedTimes: 3
        );
        var run = await CliRun.OfAsync($"send --to {To}", GatewayVariables.At(StubGateway.Url), handler: stub.Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("carrier twilio has it as SM1, attempt 2.", run.Out, StringComparison.Ordinal);
        Assert.Equal(["POST /api/sms", .. Enumerable.Repeat("GET /api/messages/m1", 4)], stub.Requests);
        Assert.True((bool)JsonNode.Parse(stub.Bodies[0])!["follow"]!);
    }

    [Fact]
    public async Task A_dead_letter_is_a_failure_with_its_reason()
    {
        var stub = Following("""{"id":"m1","state":"dead","reason":"Rejected","at":"2026-11-21T10:00:00Z"}""");
        var run = await CliRun.OfAsync(
            $"send --to {To} --json",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal("dead", run.Json.GetProperty("state").GetString());
        Assert.Equal("Rejected", run.Json.GetProperty("end").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_message_to_a_test_number_is_kept_and_where_to_read_it_is_told()
    {
        var stub = Following("""{"id":"m1","state":"kept","reason":"TestNumber","at":"2026-11-21T10:00:00Z"}""");
        var run = await CliRun.OfAsync($"send --to {To}", GatewayVariables.At(StubGateway.Url), handler: stub.Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("not sent", run.Out, StringComparison.Ordinal);
        Assert.Contains("dead-letters show m1 --reveal", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("unrecorded")]
    public async Task A_message_that_is_known_and_has_not_ended_is_followed_on(string state)
    {
        var stub = Following(
            $$"""{"id":"m1","state":"{{state}}","caller":"auth0","acceptedAt":"2026-11-21T10:00:00Z"}"""
        );
        var run = await CliRun.OfAsync(
            $"send --to {To} --wait 1s",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not ended within 1 s", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_does_not_end_in_time_is_pending()
    {
        var stub = Following("", notEndedTimes: int.MaxValue);
        var run = await CliRun.OfAsync(
            $"send --to {To} --wait 1s",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not ended within 1 s", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_operators_key_does_not_hide_that_the_message_was_accepted()
    {
        var stub = new StubGateway
        {
            Answer = request =>
                request.Method == HttpMethod.Post ? StubGateway.Json(200, """{"id":"m1"}""") : StubGateway.Empty(401),
        };
        var run = await CliRun.OfAsync($"send --to {To}", GatewayVariables.At(StubGateway.Url), handler: stub.Handler);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "Message m1 was accepted, but cannot be followed: the gateway refused the operators' key.",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task A_gateway_without_operators_endpoints_is_not_asked_again(string body)
    {
        var stub = new StubGateway
        {
            Answer = request =>
                StubGateway.Json(
                    request.Method == HttpMethod.Post ? 200 : 404,
                    request.Method == HttpMethod.Post ? """{"id":"m1"}""" : body
                ),
        };
        var run = await CliRun.OfAsync($"send --to {To}", GatewayVariables.At(StubGateway.Url), handler: stub.Handler);
        Assert.Equal((1, 2), (run.ExitCode, stub.Requests.Count));
        Assert.Contains(
            "Message m1 was accepted, but cannot be followed: The gateway has no operators' endpoints",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_wait_nothing_is_followed_and_the_gateway_is_not_asked_to_remember()
    {
        var stub = Following("");
        await CliRun.OfAsync($"send --to {To} --wait 0", GatewayVariables.At(StubGateway.Url), handler: stub.Handler);
        Assert.Equal(["POST /api/sms"], stub.Requests);
        Assert.Null(JsonNode.Parse(stub.Bodies[0])!["follow"]);
    }

    [Fact]
    public async Task The_shapes_are_those_of_auth0()
    {
        var stub = Following("");
        var variables = GatewayVariables.At(StubGateway.Url + "/api/sms");
        await CliRun.OfAsync($"send --to {To} --from Acme --text hi --wait 0", variables, handler: stub.Handler);
        await CliRun.OfAsync(
            $"send --to {To} --code 111222 --shape action --channel voice --wait 0",
            variables,
            handler: stub.Handler
        );

        Assert.Equal(
            """{"recipient":"+61491570156","body":"hi","sender":"Acme","req":{"ip":"127.0.0.1","user-agent":"sms-gateway"}}""",
            JsonSerializer.Serialize(JsonNode.Parse(stub.Bodies[0]), Relaxed)
        );
        var action = JsonNode.Parse(stub.Bodies[1])!.AsObject();
        Assert.Equal(
            ["recipient", "body", "channel", "code", "locale", "messageType", "correlationId", "clientId", "req"],
            action.Select(field => field.Key)
        );
        Assert.Equal(
            ("voice", "111222", "Your verification code is 111222."),
            ((string)action["channel"]!, (string)action["code"]!, (string)action["body"]!)
        );
        Assert.All(stub.Requests, request => Assert.Equal("POST /api/sms", request));
    }

    [Theory]
    [InlineData(400, """{"title":"x","errors":{"body":["is missing"]}}""", "body is missing")]
    [InlineData(401, "", "Compare subject, audience, signing secret, its encoding and the algorithm")]
    [InlineData(404, "<html>", "There is no gateway at https://sms.example.com/api/sms")]
    [InlineData(503, """{"title":"x"}""", "could not store the message")]
    [InlineData(502, "<html>", "a proxy in front of it, failed")]
    [InlineData(302, "", "Redirected to nowhere, where Auth0 does not follow")]
    [InlineData(200, "<html>", "it is not the gateway: the answer has no id")]
    public async Task An_answer_that_is_not_200_is_explained(int status, string body, string sentence)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(status, body) };
        var run = await CliRun.OfAsync(
            $"send --to {To} --json",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );

        Assert.Equal((1, status), (run.ExitCode, run.Json.GetProperty("status").GetInt32()));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://sms.example.com", true)]
    [InlineData("https://sms.example.com", false)]
    [InlineData("http://127.0.0.1:7071", false)]
    public async Task A_way_that_others_can_read_is_pointed_out(string url, bool told)
    {
        var run = await CliRun.OfAsync(
            $"send --to {To} --wait 0",
            GatewayVariables.At(url),
            handler: Following("").Handler
        );
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(told, run.Error.StartsWith("Careful: --url is plain http", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_refuses_the_token_is_told_apart_for_real()
    {
        var run = await CliRun.OfAsync($"send --to {To} --subject somebody", GatewayVariables.Of(gateway));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("401 in ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nothing_listens_is_a_sentence()
    {
        var run = await CliRun.OfAsync($"send --to {To} --url http://127.0.0.1:1", GatewayVariables.Of(gateway));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(
            "http://127.0.0.1:1 was not reached: nothing accepts connections there",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("send", "Option '--to' is required.")]
    [InlineData("send --to 0491570156", "--to must be a number in E.164 form")]
    [InlineData("send --to +61491570156 --from +", "--from must be")]
    [InlineData("send --to +61491570156 --text none --code 1", "--code has no place in --text")]
    [InlineData("send --to +61491570156 --channel fax", "--channel: Argument 'fax' not recognized. Must be one of:")]
    [InlineData("send --to +61491570156 --url gateway", "--url (or SMS_GATEWAY_URL) must be an address")]
    public async Task Mistakes_are_named_and_nothing_is_sent(string line, string sentence)
    {
        var stub = Following("");
        var run = await CliRun.OfAsync(line, GatewayVariables.At(StubGateway.Url), handler: stub.Handler);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Accepts everything as m1, and tells its end after having been asked a few times.</summary>
    private static StubGateway Following(string end, int notEndedTimes = 0)
    {
        var asked = 0;
        return new StubGateway
        {
            Answer = request =>
                request.Method == HttpMethod.Post ? StubGateway.Json(200, """{"id":"m1"}""")
                : ++asked > notEndedTimes ? StubGateway.Json(200, end)
                : StubGateway.Json(404, """{"title":"on its way"}"""),
        };
    }
}
