using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Carriers that get one message a second, and more messages at once.</summary>
[StartsProgram]
public sealed class SendRateTests : IAsyncLifetime
{
    private const int ForOne = 4;
    private const int ForTwo = 6;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>How much closer the simulator may see them: one that was late, and its own clock on a busy machine.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(0.5);

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly RunSecrets _secrets = new();
    private SimulatorProcess _carriers = null!;
    private GatewayProcess _gateway = null!;
    private string _token = "";
    private int _codes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var caller = new Caller("auth0", "urn:auth0", "urn:gateway", _secrets.CallerSecret);
        _token = caller.Token();
        _carriers = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, null, inboxCapacity: 100),
            Path.Combine(_folder, "simulator.log"),
            Cancellation
        );
        var settings = GatewaySettings.Gateway(_secrets, [caller], _carriers.Address, Path.Combine(_folder, "store"));
        foreach (var carrier in GatewaySettings.Carriers)
        {
            settings[$"Gateway__Carriers__{carrier}__MaxPerSecond"] = "1";
        }

        settings["Gateway__Routing__Regions__GB__0"] = "twilio";
        settings["Gateway__Routing__Regions__AU__0"] = "messagemedia";
        settings["Gateway__Routing__Regions__AU__1"] = "eightbyeight";
        _gateway = await GatewayProcess.StartAsync(settings, Path.Combine(_folder, "gateway.log"), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _carriers.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Messages_go_out_at_the_pace_of_their_carriers_and_none_is_lost()
    {
        // The first messages wait for the compiler, with their turn taken.
        await SendAsync(forOne: 1, forTwo: 2);
        await _carriers.ForgetAsync(Cancellation);

        var arrivals = await SendAsync(ForOne, ForTwo);
        Assert.All(arrivals, arrival => Assert.True(arrival.IsTaken));
        Assert.Equal(ForOne + ForTwo, arrivals.Select(arrival => arrival.CorrelationId).Distinct().Count());
        var byCarrier = arrivals.GroupBy(arrival => arrival.Carrier).ToDictionary(carrier => carrier.Key);
        Assert.Equal(3, byCarrier.Count);
        Assert.Contains(byCarrier.Values, carrier => carrier.Count() == ForOne);
        Assert.All(
            byCarrier.Values,
            carrier =>
            {
                var times = carrier.Select(arrival => arrival.ReceivedAt).Order().ToList();
                Assert.True(times[^1] - times[0] >= TimeSpan.FromSeconds(times.Count - 1) - Jitter, carrier.Key);
            }
        );
        Assert.Empty(await _gateway.DeadLettersAsync(Cancellation));
    }

    private async Task<IReadOnlyList<Arrival>> SendAsync(int forOne, int forTwo)
    {
        await Task.WhenAll([
            .. Enumerable.Range(0, forOne).Select(number => AcceptAsync("+4477009000", number)),
            .. Enumerable.Range(0, forTwo).Select(number => AcceptAsync("+6149157000", number)),
        ]);
        IReadOnlyList<Arrival> arrivals = [];
        Assert.True(
            await Poll.UntilAsync(
                async () => (arrivals = await _carriers.ArrivalsAsync(Cancellation)).Count >= forOne + forTwo,
                Bound,
                Cancellation
            ),
            "all arrive"
        );
        return arrivals;
    }

    private Task<string> AcceptAsync(string prefix, int number) =>
        _gateway.AcceptAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"recipient":"{{prefix}}{{number:00}}","body":"Your code is {{Interlocked.Increment(ref _codes):000000}}"}"""
            ),
            _token,
            Cancellation
        );
}
