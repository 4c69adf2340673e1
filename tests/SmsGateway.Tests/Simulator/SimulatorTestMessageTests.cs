using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorTestMessageTests
{
    private const string Secret = "a signing secret for this test";
    private const string Message = """{"recipient":"+61491570156","body":"Your code is 493817","channel":"voice"}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 5, 12, 11, TimeSpan.Zero);

    [Fact]
    public async Task A_test_message_is_posted_as_one_caller_with_a_token_for_this_body_alone()
    {
        await using var gateway = await StubGateway.StartAsync(200, """{"id":"019aa3b06e2a7c3e8f00112233445566"}""");
        await using var simulator = await StartAsync(new WatchedTime(Now), Configured(gateway));
        var answer = await SendAsync(simulator, Message);

        Assert.Equal(200, (int)answer["status"]!);
        Assert.Equal("019aa3b06e2a7c3e8f00112233445566", (string?)answer["id"]);
        var request = Assert.Single(gateway.Requests);
        Assert.Equal("POST /api/sms", request.Line);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Message), JsonNode.Parse(request.Body)));
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        // Azure Functions drops what comes in chunks.
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request.Headers["Content-Length"]);
        var (header, claims) = Verified(request, Encoding.UTF8.GetBytes(Secret));
        Assert.Equal("HS256", (string?)header["alg"]);
        Assert.Equal("urn:Auth0", (string?)claims["sub"]);
        Assert.Equal("urn:sms-gateway", (string?)claims["aud"]);
        Assert.Equal(Now.ToUnixTimeSeconds(), (long)claims["iat"]!);
        Assert.Equal(Now.AddMinutes(5).ToUnixTimeSeconds(), (long)claims["exp"]!);
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(request.Body)), (string?)claims["body_sha256"]);
    }

    [Fact]
    public async Task The_same_message_sent_twice_is_two_messages()
    {
        await using var gateway = await StubGateway.StartAsync(200, """{"id":"1"}""");
        await using var simulator = await StartAsync(Configured(gateway));
        await SendAsync(simulator, Message);
        await SendAsync(simulator, Message);

        Assert.Distinct(
            gateway.Requests.Select(request => (string)Verified(request, Encoding.UTF8.GetBytes(Secret)).Claims["jti"]!)
        );
    }

    [Theory]
    [InlineData("_-8gYQ")]
    [InlineData("/+8gYQ==")]
    public async Task A_secret_can_be_base64_in_either_alphabet(string secret)
    {
        await using var gateway = await StubGateway.StartAsync(200, """{"id":"1"}""");
        await using var simulator = await StartAsync([
            .. Configured(gateway, secret),
            "--Simulator:Gateway:SigningSecretEncoding=Base64Url",
        ]);
        await SendAsync(simulator, Message);

        Verified(Assert.Single(gateway.Requests), [0xFF, 0xEF, 0x20, 0x61]);
    }

    [Theory]
    [InlineData(401, "", "does not know this caller")]
    [InlineData(
        400,
        """{"title":"The message is not valid.","errors":{"recipient":["must be a number"]}}""",
        "not valid"
    )]
    [InlineData(429, """{"title":"Too many.","reason":"number_limit"}""", "Too many. (number_limit)")]
    [InlineData(503, "", "answered 503")]
    [InlineData(302, "", "answered 302")]
    [InlineData(200, "<html>", "cannot be read")]
    [InlineData(200, "{}", "cannot be read")]
    public async Task What_the_gateway_refuses_is_told(int status, string body, string expected)
    {
        await using var gateway = await StubGateway.StartAsync(status, body);
        await using var simulator = await StartAsync(Configured(gateway));
        var answer = await SendAsync(simulator, Message);

        Assert.Equal(status, (int)answer["status"]!);
        Assert.Null(answer["id"]);
        Assert.Contains(expected, (string?)answer["note"], StringComparison.Ordinal);
        Assert.Equal(status == 400 ? "must be a number" : null, (string?)answer["errors"]?["recipient"]?[0]);
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_told()
    {
        var gateway = await StubGateway.StartAsync(200, "{}");
        var settings = Configured(gateway);
        await gateway.DisposeAsync();
        await using var simulator = await StartAsync(settings);
        var answer = await SendAsync(simulator, Message);

        Assert.Equal(0, (int)answer["status"]!);
        Assert.Equal("The gateway does not answer.", (string?)answer["note"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("--Simulator:Gateway:Address=http://127.0.0.1:1")]
    public async Task Without_a_caller_it_is_off_and_says_which_settings_switch_it_on(string? setting)
    {
        await using var simulator = await StartAsync(setting is null ? [] : [setting]);
        var why = (string?)(await simulator.GetJsonAsync("/simulator/test-message"))["whyOff"];
        var answer = await SendAsync(simulator, Message);

        Assert.Equal(setting is null, why!.Contains("Simulator__Gateway__Address", StringComparison.Ordinal));
        Assert.Contains("Simulator__Gateway__Subject", why, StringComparison.Ordinal);
        Assert.Contains("Simulator__Gateway__Audience", why, StringComparison.Ordinal);
        Assert.Contains("Simulator__Gateway__SigningSecret", why, StringComparison.Ordinal);
        Assert.Equal(0, (int)answer["status"]!);
        Assert.Equal(why, (string?)answer["note"]);
    }

    [Fact]
    public async Task With_a_caller_it_is_on_and_neither_secret_nor_token_reaches_the_page()
    {
        await using var gateway = await StubGateway.StartAsync(200, """{"id":"1"}""");
        await using var simulator = await StartAsync(Configured(gateway));
        var state = await simulator.GetJsonAsync("/simulator/test-message");
        var answer = await SendAsync(simulator, Message);

        Assert.Null(state["whyOff"]);
        var token = Assert.Single(gateway.Requests).Headers["Authorization"]["Bearer ".Length..];
        Assert.All(
            new[] { Secret, token },
            hidden =>
                Assert.DoesNotContain(hidden, state.ToJsonString() + answer.ToJsonString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData(Message, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_json_reaches_no_gateway(string body, string type, HttpStatusCode expected)
    {
        await using var gateway = await StubGateway.StartAsync(200, """{"id":"1"}""");
        await using var simulator = await StartAsync(Configured(gateway));
        using var response = await PostAsync(simulator, body, type);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(gateway.Requests);
    }

    private static string[] Configured(StubGateway gateway, string secret = Secret) =>
        [
            $"--Simulator:Gateway:Address={gateway.Address}",
            "--Simulator:Gateway:Subject=urn:Auth0",
            "--Simulator:Gateway:Audience=urn:sms-gateway",
            $"--Simulator:Gateway:SigningSecret={secret}",
        ];

    private static async Task<JsonNode> SendAsync(RunningSimulator simulator, string message)
    {
        using var response = await PostAsync(simulator, message, "application/json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonOf(response);
    }

    private static Task<HttpResponseMessage> PostAsync(RunningSimulator simulator, string body, string type) =>
        simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/simulator/test-message")
            {
                Content = new StringContent(body, Encoding.UTF8, type),
            }
        );

    /// <summary>The token's header and claims, once its signature is right.</summary>
    private static (JsonNode Header, JsonNode Claims) Verified(StubRequest request, byte[] key)
    {
        var parts = request.Headers["Authorization"]["Bearer ".Length..].Split('.');
        Assert.Equal(
            HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")),
            Base64Url.DecodeFromChars(parts[2])
        );
        return (Part(0), Part(1));

        JsonNode Part(int i) => JsonNode.Parse(Base64Url.DecodeFromChars(parts[i]))!;
    }
}
