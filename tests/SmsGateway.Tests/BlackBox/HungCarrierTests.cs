using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>One carrier takes connections and never answers, under more messages than the gateway has places; another is well.</summary>
[StartsProgram]
public sealed class HungCarrierTests : IAsyncLifetime
{
    private const int Flood = 700;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly RunSecrets _secrets = new();
    private readonly TcpListener _hung = new(IPAddress.Loopback, 0);
    private SimulatorProcess _carriers = null!;
    private GatewayProcess _gateway = null!;
    private string _token = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The system takes the connections and what is sent on them, and nobody answers.
        _hung.Start(backlog: 2000);
        var caller = new Caller("auth0", "urn:auth0", "urn:gateway", _secrets.CallerSecret) { TimeToLive = Life };
        _token = caller.Token();
        _carriers = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, null, inboxCapacity: 10_000),
            Path.Combine(_folder, "simulator.log"),
            Cancellation
        );
        var settings = GatewaySettings.Gateway(_secrets, [caller], _carriers.Address, Path.Combine(_folder, "store"));
        settings["Gateway__Delivery__AttemptTimeout"] = AttemptTimeout.ToString("c", CultureInfo.InvariantCulture);
        settings["Gateway__Carriers__eightbyeight__BaseAddress"] = $"http://{_hung.LocalEndpoint}/";
        settings["Gateway__Routing__Prefixes__+44__0"] = "eightbyeight";
        _gateway = await GatewayProcess.StartAsync(settings, Path.Combine(_folder, "gateway.log"), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.KillAsync();
        await _gateway.DisposeAsync();
        await _carriers.DisposeAsync();
        _hung.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Holds_up_nobody_elses_messages_and_each_of_its_own_comes_to_an_end()
    {
        // The first message waits for the compiler.
        await SendToTheHealthyOneAsync(1000);
        var accepted = new HashSet<string>();
        foreach (var batch in Enumerable.Range(0, Flood).Chunk(50))
        {
            accepted.UnionWith(await Task.WhenAll(batch.Select(number => AcceptAsync("+44770090", number))));
        }

        var delays = new List<TimeSpan>();
        for (var number = 0; number < 30; number++)
        {
            delays.Add(await SendToTheHealthyOneAsync(number));
        }

        // On a busy machine as well; behind the hung one it would be one time-out and more.
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, AttemptTimeout / 2));

        Assert.True(
            await Poll.UntilAsync(
                async () => accepted.IsSubsetOf((await _gateway.DeadLettersAsync(Cancellation)).Keys),
                Bound,
                Cancellation
            ),
            "each message of the hung carrier is recorded"
        );
        Assert.All(
            (await _gateway.DeadLettersAsync(Cancellation)).Values,
            reason => Assert.True(reason is "Expired" or "Unknown", reason)
        );
    }

    private async Task<TimeSpan> SendToTheHealthyOneAsync(int number)
    {
        var id = await AcceptAsync("+61491570", number);
        var posted = TimeProvider.System.GetTimestamp();
        Assert.True(
            await Poll.UntilAsync(
                async () => (await _carriers.SeenAsync(Cancellation)).ContainsKey(id),
                Bound,
                Cancellation
            )
        );
        return TimeProvider.System.GetElapsedTime(posted);
    }

    private Task<string> AcceptAsync(string prefix, int number) =>
        _gateway.AcceptAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"recipient":"{{prefix}}{{number:0000}}","body":"Your code is {{number:000000}}"}"""
            ),
            _token,
            Cancellation
        );
}
