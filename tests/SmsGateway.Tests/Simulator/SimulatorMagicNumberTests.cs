using System.Net;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorMagicNumberTests
{
    [Theory]
    [InlineData("twilio", "+15005551400", 400, 21211, "rejected")]
    [InlineData("twilio", "+15005551401", 401, 20003, "refused")]
    [InlineData("twilio", "+15005551404", 400, 21612, "refused")]
    [InlineData("twilio", "+15005551410", 400, 21610, "rejected")]
    [InlineData("twilio", "+15005551428", 429, 20429, "throttled")]
    [InlineData("twilio", "+15005551429", 429, 20429, "throttled")]
    [InlineData("twilio", "+15005551500", 500, 20500, "unavailable")]
    [InlineData("twilio", "+15005551503", 503, 20503, "unavailable")]
    [InlineData("messagemedia", "+15005551400", 400, null, "rejected")]
    [InlineData("messagemedia", "+15005551401", 401, null, "refused")]
    [InlineData("messagemedia", "+15005551404", 400, null, "refused")]
    [InlineData("messagemedia", "+15005551410", 400, null, "rejected")]
    [InlineData("messagemedia", "+15005551428", 429, null, "throttled")]
    [InlineData("messagemedia", "+15005551429", 429, null, "throttled")]
    [InlineData("messagemedia", "+15005551500", 500, null, "unavailable")]
    [InlineData("messagemedia", "+15005551503", 503, null, "unavailable")]
    [InlineData("8x8", "+15005551400", 400, 1002, "rejected")]
    [InlineData("8x8", "+15005551401", 401, 1200, "refused")]
    [InlineData("8x8", "+15005551404", 400, 3003, "refused")]
    [InlineData("8x8", "+15005551428", 429, 1400, "throttled")]
    [InlineData("8x8", "15005551429", 429, 1400, "throttled")]
    [InlineData("8x8", "+15005551500", 500, 2000, "unavailable")]
    [InlineData("8x8", "+15005551503", 503, 2000, "unavailable")]
    public async Task Yields_an_error_in_the_carriers_own_format(
        string carrier,
        string recipient,
        int status,
        int? code,
        string outcome
    )
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(carrier, recipient);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(
            recipient.EndsWith("429", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : null,
            response.Headers.RetryAfter?.Delta
        );
        var error = await JsonOf(response);
        Assert.Equal(code, (int?)error["code"]);
        Assert.NotEqual("", (string)error["message"]!);

        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal(outcome, (string?)message["outcome"]);
        Assert.Equal(status, (int)message["status"]!);
        Assert.Equal(0, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    [Theory]
    [InlineData("+15005551200")]
    [InlineData("+15005551410")]
    public async Task EightByEight_rejects_inside_a_success(string recipient)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("8x8", recipient);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("REJECTED", (string?)(await JsonOf(response))["status"]!["code"]);
        Assert.Equal("refused", (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
    }

    [Theory]
    [InlineData("twilio", HttpStatusCode.Created)]
    [InlineData("messagemedia", HttpStatusCode.Accepted)]
    [InlineData("8x8", HttpStatusCode.OK)]
    [InlineData("vonage", HttpStatusCode.Accepted)]
    [InlineData("sinch", HttpStatusCode.Created)]
    [InlineData("telnyx", HttpStatusCode.OK)]
    [InlineData("azure", HttpStatusCode.Accepted)]
    public async Task Garbage_has_a_success_status_and_nothing_to_read(string carrier, HttpStatusCode status)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(carrier, "+15005551603");

        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith(
            "<",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("twilio")]
    [InlineData("messagemedia")]
    [InlineData("8x8")]
    [InlineData("vonage")]
    [InlineData("sinch")]
    [InlineData("telnyx")]
    [InlineData("azure")]
    public async Task Reset_breaks_the_connection(string carrier)
    {
        await using var simulator = await StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.SendAsync(carrier, "+15005551604"));

        Assert.Equal("unknown", (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
    }

    [Theory]
    [InlineData("twilio", HttpStatusCode.Created)]
    [InlineData("messagemedia", HttpStatusCode.Accepted)]
    [InlineData("8x8", HttpStatusCode.OK)]
    [InlineData("vonage", HttpStatusCode.Accepted)]
    [InlineData("sinch", HttpStatusCode.Created)]
    [InlineData("telnyx", HttpStatusCode.OK)]
    [InlineData("azure", HttpStatusCode.Accepted)]
    public async Task Slow_takes_the_message_at_once_and_answers_three_seconds_later(
        string carrier,
        HttpStatusCode status
    )
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch);
        await using var simulator = await StartAsync(time);
        var sending = simulator.SendAsync(carrier, "+15005551601");

        Assert.Equal(TimeSpan.FromSeconds(3), await time.NextWaitAsync());
        Assert.Equal("accepted", (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
        Assert.False(sending.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(3));
        using var response = await sending;
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("twilio")]
    [InlineData("messagemedia")]
    [InlineData("8x8")]
    [InlineData("vonage")]
    [InlineData("sinch")]
    [InlineData("telnyx")]
    [InlineData("azure")]
    public async Task Timeout_takes_the_message_and_never_answers(string carrier)
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch);
        await using var simulator = await StartAsync(time);
        var (_, arrivals) = simulator.Messages.Watch();
        using var patience = new CancellationTokenSource();
        var sending = simulator.SendAsync(
            carrier,
            "+15005551602",
            correlationId: "00000000000071238000000000000001",
            patience: patience.Token
        );

        await arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("00000000000071238000000000000001 1\n", await simulator.GetTextAsync("/simulator/seen"));
        Assert.False(sending.IsCompleted);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    // The limit only ends a hang: without it a stop that waits would be cut short by the host and go unnoticed.
    [Fact(Timeout = 60_000)]
    public async Task A_stop_does_not_wait_for_requests_that_are_never_answered()
    {
        await using var simulator = await StartAsync("--shutdownTimeoutSeconds=600");
        var (_, arrivals) = simulator.Messages.Watch();
        var sending = simulator.SendAsync("twilio", "+15005551602");
        await arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken);

        await simulator.StopAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => sending);
    }

    [Fact]
    public async Task The_page_gets_the_whole_table()
    {
        await using var simulator = await StartAsync();
        var rows = (await simulator.GetJsonAsync("/simulator/magic-numbers")).AsArray();

        Assert.Equal(MagicNumbers.All.Select(magic => magic.Number), rows.Select(row => (string)row!["number"]!));
        Assert.Equal(MagicNumbers.All.Length, MagicNumbers.All.Select(magic => magic.Behaviour).Distinct().Count());
    }
}
