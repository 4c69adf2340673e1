using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorEventsTests
{
    [Fact]
    public async Task A_watcher_gets_what_is_there_and_then_what_arrives()
    {
        await using var simulator = await StartAsync();
        using var before = await simulator.SendAsync("twilio", AnyNumber, "before");
        await using var stream = await simulator.GetEventsAsync();
        await using var events = SseParser
            .Create(stream)
            .EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.Equal(("snapshot", "before"), await NextAsync(events));
        using var after = await simulator.SendAsync("8x8", AnyNumber, "after");
        Assert.Equal(("messages", "after"), await NextAsync(events));
        using var cleared = await simulator.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/simulator/messages"));
        Assert.Equal(("snapshot", ""), await NextAsync(events));
    }

    [Fact]
    public async Task A_stop_ends_the_feed()
    {
        await using var simulator = await StartAsync();
        await using var stream = await simulator.GetEventsAsync();
        await using var events = SseParser
            .Create(stream)
            .EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await NextAsync(events);

        await simulator.StopAsync();

        Assert.False(await events.MoveNextAsync());
    }

    private static async Task<(string Type, string Bodies)> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        var bodies = JsonNode.Parse(events.Current.Data)!.AsArray().Select(message => (string)message!["body"]!);
        return (events.Current.EventType, string.Join(',', bodies));
    }
}
