using System.Net;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorControlTests
{
    [Theory]
    [InlineData("down", HttpStatusCode.ServiceUnavailable)]
    [InlineData("throttled", HttpStatusCode.TooManyRequests)]
    [InlineData("refused", HttpStatusCode.Unauthorized)]
    public async Task An_outage_hits_one_carrier_until_it_is_taken_back(string mode, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        await simulator.SetOutageAsync("twilio", mode);
        using var during = await simulator.SendAsync("twilio", AnyNumber);
        using var other = await simulator.SendAsync("messagemedia", AnyNumber);
        var stats = await simulator.GetJsonAsync("/simulator/stats");
        await simulator.SetOutageAsync("twilio", "none");
        using var after = await simulator.SendAsync("twilio", AnyNumber);

        Assert.Equal(expected, during.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        Assert.Equal(HttpStatusCode.Created, after.StatusCode);
        Assert.Equal(mode, (string?)stats["carriers"]!["twilio"]!["outage"]);
    }

    [Fact]
    public async Task A_flaky_carrier_fails_three_times_in_ten()
    {
        await using var simulator = await StartAsync();
        await simulator.SetOutageAsync("twilio", "flaky");
        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var response = await simulator.SendAsync("twilio", AnyNumber);
            seen.Add(response.StatusCode);
        }

        Assert.Equal(6, seen.Count(status => status == HttpStatusCode.ServiceUnavailable));
        Assert.Equal(14, seen.Count(status => status == HttpStatusCode.Created));
    }

    [Fact]
    public async Task A_hung_carrier_takes_a_message_and_does_not_answer()
    {
        await using var simulator = await StartAsync();
        await simulator.SetOutageAsync("twilio", "hung");
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sending = simulator.SendAsync("twilio", AnyNumber, patience: impatient.Token);
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                    (long)(await simulator.GetJsonAsync("/simulator/stats"))["carriers"]!["twilio"]!["accepted"]! == 1,
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            )
        );

        Assert.False(sending.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_slow_outage_delays_what_is_taken()
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch);
        await using var simulator = await StartAsync(time);
        await simulator.SetOutageAsync("8x8", "slow");
        using var rejected = await simulator.SendAsync("8x8", "+15005551400");
        var sending = simulator.SendAsync("8x8", AnyNumber);

        Assert.Equal(TimeSpan.FromSeconds(3), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(3));
        using var response = await sending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_configured_latency_comes_before_every_answer()
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch);
        await using var simulator = await StartAsync(time, "--Simulator:Latency=00:00:00.250");
        var sending = simulator.SendAsync("twilio", "+15005551400");

        Assert.Equal(TimeSpan.FromMilliseconds(250), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromMilliseconds(250));
        using var response = await sending;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task How_late_a_slow_one_answers_can_be_said()
    {
        var time = new WatchedTime(DateTimeOffset.UnixEpoch);
        await using var simulator = await StartAsync(time);
        using var set = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/simulator/outage?carrier=8x8&mode=slow&seconds=8")
        );
        var sending = simulator.SendAsync("8x8", AnyNumber);

        Assert.Equal(TimeSpan.FromSeconds(8), await time.NextWaitAsync());
        time.Advance(TimeSpan.FromSeconds(8));
        using var response = await sending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("carrier=8x8&mode=slow&seconds=0")]
    [InlineData("carrier=8x8&mode=slow&seconds=soon")]
    [InlineData("carrier=nobody&mode=down")]
    [InlineData("carrier=twilio&mode=sideways")]
    [InlineData("carrier=twilio&mode=1")]
    [InlineData("")]
    public async Task An_unknown_carrier_or_mode_is_a_bad_request(string query)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/simulator/outage?" + query)
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "must be one of",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_message_tells_where_it_came_from_and_how_long_it_took()
    {
        var acceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);
        var id = Guid.CreateVersion7(acceptedAt).ToString("N");
        await using var simulator = await StartAsync(new WatchedTime(acceptedAt + TimeSpan.FromMilliseconds(42)));
        using var response = await simulator.SendAsync("8x8", AnyNumber, "Code 1", id);

        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal("8x8", (string?)message["carrier"]);
        Assert.Equal(AnyNumber, (string?)message["recipient"]);
        Assert.Equal("Acme", (string?)message["sender"]);
        Assert.Equal("Code 1", (string?)message["body"]);
        Assert.Equal("sms", (string?)message["channel"]);
        Assert.Equal(id, (string?)message["correlationId"]);
        Assert.Equal("accepted", (string?)message["outcome"]);
        Assert.Equal(
            TimeSpan.FromMilliseconds(42),
            (DateTimeOffset)message["receivedAt"]! - (DateTimeOffset)message["acceptedAt"]!
        );
    }

    [Theory]
    [InlineData("493817 is your code", "GSM-7", 19, 1)]
    [InlineData("[493817]", "GSM-7", 10, 1)]
    [InlineData("Seu código é 493817", "UCS-2", 19, 1)]
    [InlineData("493817 is your code for Acme’s shop, valid for five minutes, and no one else", "UCS-2", 76, 2)]
    public async Task A_text_has_the_segments_a_carrier_would_bill(
        string body,
        string encoding,
        int characters,
        int segments
    )
    {
        await using var simulator = await StartAsync();
        foreach (var carrier in new[] { "twilio", "messagemedia", "8x8" })
        {
            using var response = await simulator.SendAsync(carrier, AnyNumber, body);
        }

        var messages = (await simulator.GetJsonAsync("/simulator/messages")).AsArray();
        Assert.Equal(3, messages.Count);
        Assert.All(
            messages,
            message =>
                Assert.Equal(
                    (encoding, characters, segments),
                    ((string?)message!["encoding"], (int?)message["characters"], (int?)message["segments"])
                )
        );
    }

    [Fact]
    public async Task What_was_not_read_has_no_segments()
    {
        await using var simulator = await StartAsync();
        await simulator.SetOutageAsync("twilio", "down");
        using var response = await simulator.SendAsync("twilio", AnyNumber);

        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Null(message["encoding"]);
        Assert.Null(message["characters"]);
        Assert.Null(message["segments"]);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    public async Task An_id_of_another_form_is_left_out(string correlationId)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("8x8", AnyNumber, correlationId: correlationId);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null((await simulator.GetJsonAsync("/simulator/messages"))[0]!["correlationId"]);
        Assert.Equal("", await simulator.GetTextAsync("/simulator/seen"));
    }

    [Fact]
    public async Task Ids_are_counted_when_a_carrier_takes_them_and_repetitions_are_duplicates()
    {
        const string Twice = "019aa3b06e2a7c3e8f00000000000001";
        const string Once = "019aa3b06e2a7c3e8f00000000000002";
        await using var simulator = await StartAsync();
        foreach (
            var (carrier, recipient, id) in new[]
            {
                ("twilio", AnyNumber, Twice),
                ("8x8", AnyNumber, Twice),
                ("twilio", "+15005551500", Once),
                ("messagemedia", AnyNumber, Once),
            }
        )
        {
            using var response = await simulator.SendAsync(carrier, recipient, correlationId: id);
        }

        var lines = (await simulator.GetTextAsync("/simulator/seen")).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        var stats = await simulator.GetJsonAsync("/simulator/stats");
        Assert.Equal([$"{Twice} 2", $"{Once} 1"], lines.Order(StringComparer.Ordinal));
        Assert.Equal(2, (int)stats["distinctIds"]!);
        Assert.Equal(1, (int)stats["duplicates"]!);
        Assert.Equal(4, (int)stats["requests"]!);
        Assert.Equal(3, (int)stats["accepted"]!);
        Assert.Equal(2, (int)stats["carriers"]!["twilio"]!["requests"]!);
        Assert.Equal(1, (int)stats["carriers"]!["twilio"]!["accepted"]!);
    }

    [Fact]
    public async Task The_inbox_keeps_the_newest_and_the_counts_stay_exact()
    {
        await using var simulator = await StartAsync("--Simulator:Inbox:Capacity=2");
        foreach (var body in new[] { "one", "two", "three" })
        {
            using var response = await simulator.SendAsync("twilio", AnyNumber, body);
        }

        Assert.Equal(["two", "three"], await BodiesAsync(simulator, "/simulator/messages"));
        Assert.Equal(["three"], await BodiesAsync(simulator, "/simulator/messages?limit=1"));
        Assert.Equal(3, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    [Fact]
    public async Task With_capacity_nought_messages_are_only_counted()
    {
        await using var simulator = await StartAsync("--Simulator:Inbox:Capacity=0");
        using var response = await simulator.SendAsync(
            "twilio",
            AnyNumber,
            correlationId: "019aa3b06e2a7c3e8f00000000000001"
        );

        Assert.Empty(await BodiesAsync(simulator, "/simulator/messages"));
        var stats = await simulator.GetJsonAsync("/simulator/stats");
        Assert.Equal(1, (int)stats["accepted"]!);
        Assert.Equal(1, (int)stats["distinctIds"]!);
    }

    [Fact]
    public async Task Clearing_forgets_messages_counts_and_ids()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            "twilio",
            AnyNumber,
            correlationId: "019aa3b06e2a7c3e8f00000000000001"
        );
        using var cleared = await simulator.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/simulator/messages"));

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty(await BodiesAsync(simulator, "/simulator/messages"));
        var stats = await simulator.GetJsonAsync("/simulator/stats");
        Assert.Equal(0, (int)stats["requests"]!);
        Assert.Equal(0, (int)stats["distinctIds"]!);
    }

    private static async Task<string[]> BodiesAsync(RunningSimulator simulator, string path) =>
        [.. (await simulator.GetJsonAsync(path)).AsArray().Select(message => (string)message!["body"]!)];
}
