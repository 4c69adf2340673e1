using Xunit;

namespace SmsGateway.Tests.Cli;

public sealed class CarrierSwitchCommandTests
{
    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Fact]
    public async Task Off_is_an_entry_of_the_block_list_with_its_terms()
    {
        var stub = new StubGateway
        {
            Answer = _ => StubGateway.Json(200, "{\"carrier\":\"twilio\",\"until\":\"2026-11-26T07:00:00Z\"}"),
        };

        var run = await CliRun.OfAsync(
            ["carriers", "off", "twilio", "--for", "2h", "--reason", "it loses texts"],
            Variables,
            handler: stub.Handler
        );

        Assert.Equal(
            (0, "Switched off: carrier twilio, until 2026-11-26 07:00:00Z."),
            (run.ExitCode, run.Out.TrimEnd())
        );
        Assert.Equal(["PUT /api/admission/blocks"], stub.Requests);
        Assert.Equal(["""{"carrier":"twilio","for":"02:00:00","reason":"it loses texts"}"""], stub.Bodies);
    }

    [Fact]
    public async Task On_takes_the_entry_away()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Empty(204) };

        var run = await CliRun.OfAsync("carriers on 8x8", Variables, handler: stub.Handler);

        Assert.Equal((0, "Switched on: carrier 8x8."), (run.ExitCode, run.Out.TrimEnd()));
        Assert.Equal(["DELETE /api/admission/blocks?carrier=8x8"], stub.Requests);
    }

    [Theory]
    [InlineData("on twilio", 404, "{\"title\":\"no\"}", 1, "No carrier 'twilio' is switched off.")]
    [InlineData("on twilio", 404, "", 1, "The gateway has no operators' endpoints")]
    [InlineData("off twilio", 401, "", 1, "Not done: the gateway refused the operators' key.")]
    [InlineData(
        "off three",
        400,
        "{\"errors\":{\"carrier\":[\"there is no carrier 'three'\"]}}",
        2,
        "there is no carrier"
    )]
    public async Task What_is_not_done_is_a_sentence(
        string line,
        int status,
        string body,
        int exitCode,
        string sentence
    )
    {
        var stub = new StubGateway
        {
            Answer = _ => body.Length > 0 ? StubGateway.Json(status, body) : StubGateway.Empty(status),
        };

        var run = await CliRun.OfAsync($"carriers {line}", Variables, handler: stub.Handler);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_which_is_off()
    {
        var stub = new StubGateway
        {
            Answer = _ =>
                StubGateway.Json(
                    200,
                    """{"carriers":{"twilio":{"status":"degraded","detail":"An operator has switched it off.","switchedOff":{"since":"2026-11-26T05:00:00Z","until":null},"failingIn":[]}},"routes":{}}"""
                ),
        };

        var run = await CliRun.OfAsync("carriers", Variables, handler: stub.Handler);

        Assert.Matches(@"twilio\s+off ", run.Out);
    }
}
