using System.Net;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorTwilioTests
{
    private const string GoodSender = "+15005550006";

    [Theory]
    [InlineData("Messages", "+15005550001", GoodSender, 21211)]
    [InlineData("Messages", "+15005550002", GoodSender, 21612)]
    [InlineData("Messages", "+15005550003", GoodSender, 21408)]
    [InlineData("Messages", "+15005550004", GoodSender, 21610)]
    [InlineData("Messages", "+15005550009", GoodSender, 21614)]
    [InlineData("Messages", AnyNumber, "+15005550001", 21212)]
    [InlineData("Messages", AnyNumber, "+15005550007", 21606)]
    [InlineData("Messages", AnyNumber, "+15005550008", 21611)]
    [InlineData("Calls", "+15005550001", GoodSender, 21217)]
    [InlineData("Calls", "+15005550002", GoodSender, 21214)]
    [InlineData("Calls", "+15005550003", GoodSender, 21215)]
    [InlineData("Calls", "+15005550004", GoodSender, 21216)]
    [InlineData("Calls", AnyNumber, "+15005550001", 21212)]
    public async Task The_published_test_numbers_yield_their_codes(string resource, string to, string from, int code)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Twilio(
                new()
                {
                    ["To"] = to,
                    ["From"] = from,
                    ["Body"] = "x",
                    ["Twiml"] = "<Response/>",
                },
                resource
            )
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (int)(await JsonOf(response))["code"]!);
    }

    [Theory]
    [InlineData(null, GoodSender, "x", 21604)]
    [InlineData("4915112345678", GoodSender, "x", 21211)]
    [InlineData(AnyNumber, null, "x", 21603)]
    [InlineData(AnyNumber, GoodSender, null, 21602)]
    public async Task A_missing_or_malformed_field_is_refused(string? to, string? from, string? body, int code)
    {
        await using var simulator = await StartAsync();
        var fields = new Dictionary<string, string?>
        {
            ["To"] = to,
            ["From"] = from,
            ["Body"] = body,
        };
        using var response = await simulator.SendAsync(
            Twilio(
                fields.Where(field => field.Value is not null).ToDictionary(field => field.Key, field => field.Value!)
            )
        );

        Assert.Equal(code, (int)(await JsonOf(response))["code"]!);
    }

    [Fact]
    public async Task A_text_is_limited_to_1600_characters()
    {
        await using var simulator = await StartAsync();
        using var fits = await simulator.SendAsync("twilio", AnyNumber, new string('a', 1600));
        using var tooLong = await simulator.SendAsync("twilio", AnyNumber, new string('a', 1601));

        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        Assert.Equal(21617, (int)(await JsonOf(tooLong))["code"]!);
    }

    [Fact]
    public async Task A_message_is_answered_as_documented_and_decoded_for_the_inbox()
    {
        const string Text = "Código 1234 & 5% + \"quotes\" 🔐";
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("twilio", AnyNumber, Text);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var answer = await JsonOf(response);
        Assert.Matches("^SM[0-9a-f]{32}$", (string?)answer["sid"]);
        Assert.Equal("queued", (string?)answer["status"]);
        Assert.Equal(Text, (string?)answer["body"]);
        Assert.Equal(AnyNumber, (string?)answer["to"]);
        Assert.True(answer.AsObject().ContainsKey("error_code"));
        Assert.Null(answer["error_code"]);
        Assert.Equal(Text, (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["body"]);
    }

    [Fact]
    public async Task A_messaging_service_stands_for_a_sender()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Twilio(
                new()
                {
                    ["To"] = AnyNumber,
                    ["MessagingServiceSid"] = "MG1",
                    ["Body"] = "x",
                }
            )
        );

        var answer = await JsonOf(response);
        Assert.Equal("accepted", (string?)answer["status"]);
        Assert.Equal("MG1", (string?)answer["messaging_service_sid"]);
    }

    [Fact]
    public async Task A_call_is_a_voice_message()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Twilio(
                new()
                {
                    ["To"] = AnyNumber,
                    ["From"] = GoodSender,
                    ["Twiml"] = "<Response><Say>1, 2</Say></Response>",
                },
                "Calls"
            )
        );

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Matches("^CA[0-9a-f]{32}$", (string?)(await JsonOf(response))["sid"]);
        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal("voice", (string?)message["channel"]);
        Assert.Null(message["segments"]);
        Assert.Equal("<Response><Say>1, 2</Say></Response>", (string?)message["body"]);
        Assert.Equal("1, 2", (string?)message["spoken"]);
    }
}
