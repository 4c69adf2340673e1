using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>One carrier never answers, under more messages than the queue trigger works on at once; another is well.</summary>
public sealed class FunctionsHungCarrierTests
{
    /// <summary>host.json lets an instance have 96 in work.</summary>
    private const int Flood = 130;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holds_up_nobody_elses_messages_on_the_queue_trigger()
    {
        using var hung = new TcpListener(IPAddress.Loopback, 0);
        // The system takes the connections and what is sent on them, and nobody answers.
        hung.Start(backlog: 500);
        await using var run = await StorageRun.StartAsync(Cancellation);
        var app = await run.StartFunctionsAsync(
            Cancellation,
            more: new Dictionary<string, string>
            {
                ["Gateway__Delivery__AttemptTimeout"] = AttemptTimeout.ToString("c", CultureInfo.InvariantCulture),
                ["Gateway__Carriers__eightbyeight__BaseAddress"] = $"http://{hung.LocalEndpoint}/",
                ["Gateway__Routing__Prefixes__+44__0"] = "eightbyeight",
            }
        );
        foreach (var batch in Enumerable.Range(0, Flood).Chunk(8))
        {
            await Task.WhenAll(
                batch.Select(number => app.AcceptPatientlyAsync(Message(number), run.Token, Cancellation))
            );
        }

        var id = await run.AcceptAsync(app, 1, Cancellation);
        // Behind the hung one it would be a time-out at least.
        Assert.Equal("twilio", (await run.ArrivalAsync(id, AttemptTimeout / 2, Cancellation)).Carrier);
    }

    private static string Message(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"+4477009{{number:00000}}","body":"Your code is {{number:000000}}"}"""
        );
}
