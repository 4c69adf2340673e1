using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorDeadLettersTests
{
    private const string Key = "the-operators-key";

    private const string List = """
        {"items":[{"id":"019aa3b06e2a7c3e8f00112233445566","reason":"Rejected","detail":"d","diedAt":"2026-11-21T05:12:11Z",
        "envelope":{"recipient":"+491511234567","body":"secret text","sender":null,"attempts":[]},
        "lastOutcomes":[{"carrier":"twilio","at":"2026-11-21T05:12:11Z","outcome":"Rejected","code":"21211","detail":"invalid recipient"}]},
        {"id":"2","reason":"Unreadable","diedAt":"2026-11-21T05:12:11Z","lastOutcomes":[]}],"continue":"more"}
        """;

    [Fact]
    public async Task The_gateways_list_is_passed_on_without_texts_and_whole_numbers()
    {
        await using var gateway = await StubAsync(context =>
            context.Request.Headers["x-functions-key"] == Key ? (200, List) : (401, "")
        );
        await using var simulator = await RunningSimulator.StartAsync(
            Address(gateway),
            $"--Simulator:Gateway:OperatorsKey={Key}"
        );
        var panel = await simulator.GetJsonAsync("/simulator/dead-letters");

        Assert.Null(panel["note"]);
        Assert.True((bool)panel["more"]!);
        Assert.Equal(2, panel["items"]!.AsArray().Count);
        var item = panel["items"]![0]!;
        Assert.Equal("Rejected", (string?)item["reason"]);
        Assert.Equal("+49********67", (string?)item["recipient"]);
        Assert.Equal("21211", (string?)item["lastOutcomes"]![0]!["code"]);
        Assert.DoesNotContain("secret text", panel.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, panel.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "", "refused")]
    [InlineData(404, "", "no operators' endpoints")]
    [InlineData(503, "", "answered 503")]
    [InlineData(302, "", "answered 302")]
    [InlineData(200, "<html>", "cannot be read")]
    public async Task A_gateway_that_gives_no_list_is_a_note(int status, string body, string expected)
    {
        await using var gateway = await StubAsync(_ => (status, body));
        await using var simulator = await RunningSimulator.StartAsync(
            Address(gateway),
            $"--Simulator:Gateway:OperatorsKey={Key}"
        );

        Assert.Contains(
            expected,
            (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_a_note()
    {
        var gateway = await StubAsync(_ => (200, List));
        var address = Address(gateway);
        await gateway.DisposeAsync();
        await using var simulator = await RunningSimulator.StartAsync(
            address,
            $"--Simulator:Gateway:OperatorsKey={Key}"
        );

        Assert.Equal(
            "The gateway does not answer.",
            (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"]
        );
    }

    [Theory]
    [InlineData(null, "No gateway is configured")]
    [InlineData("--Simulator:Gateway:Address=http://127.0.0.1:1", "No operators' key is configured")]
    public async Task What_is_not_configured_is_a_note_that_names_the_setting(string? setting, string expected)
    {
        await using var simulator = await RunningSimulator.StartAsync(setting is null ? [] : [setting]);
        var note = (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"];

        Assert.StartsWith(expected, note, StringComparison.Ordinal);
        Assert.Contains("Simulator__Gateway__OperatorsKey", note, StringComparison.Ordinal);
    }

    private static string Address(WebApplication gateway) => $"--Simulator:Gateway:Address={gateway.Urls.Single()}";

    private static async Task<WebApplication> StubAsync(Func<HttpContext, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            var (status, body) = context.Request.Path == "/api/dead-letters" ? answer(context) : (400, "");
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status == 302 ? "/elsewhere" : default;
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return app;
    }
}
