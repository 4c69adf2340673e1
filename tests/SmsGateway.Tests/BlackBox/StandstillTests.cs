using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// A gateway on the embedded store is stopped (SIGSTOP) in mid-call for longer than its leases last, and goes on. Only when asked
/// for, since most of it is waiting; what it rests on is tested step by step in EmbeddedStandstillTests.
/// </summary>
[StartsProgram]
public sealed class StandstillTests : IAsyncDisposable
{
    private const int Codes = 20;

    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly RunSecrets _secrets = new();
    private readonly List<GatewayProcess> _gateways = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_code_is_texted_more_than_twice_when_its_process_stands_still_for_forty_seconds(int processes)
    {
        await using var carriers = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, null, inboxCapacity: 1000),
            Path.Combine(_folder, "carrier-simulator.log"),
            Cancellation
        );
        var caller = _secrets.Auth0;
        var settings = GatewaySettings.Gateway(_secrets, [caller], carriers.Address, Path.Combine(_folder, "store"));
        var stopped = await StartAsync(settings);
        // Takes each text, and answers three seconds later.
        await carriers.OutageAsync("twilio", "slow", Cancellation);
        for (var i = 0; i < Codes; i++)
        {
            await stopped.AcceptAsync(Message(i), caller.Token(), Cancellation);
        }

        Assert.True(await Poll.UntilAsync(async () => await SentAsync(carriers) == Codes, Bound, Cancellation));
        Assert.Equal(0, Native.Kill(stopped.Child.Id, Native.Stop));
        var other = processes > 1 ? await StartAsync(settings) : stopped;
        await Task.Delay(Standstill, TimeProvider.System, Cancellation);
        Assert.Equal(0, Native.Kill(stopped.Child.Id, Native.Continue));

        Assert.True(await Poll.UntilAsync(async () => await other.QueuedAsync(Cancellation) == 0, Bound, Cancellation));
        // What was still on its way to a carrier is there when its process has ended.
        Assert.True(await stopped.Child.StopAsync(Bound));
        var seen = await carriers.SeenAsync(Cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{processes} process(es): {seen.Count} codes, {seen.Values.Sum()} texts, at most {seen.Values.Max()} for one"
            )
        );
        Assert.Equal(Codes, seen.Count);
        Assert.All(seen.Values, texts => Assert.InRange(texts, 1, 2));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            if (!gateway.Child.HasExited)
            {
                await gateway.KillAsync();
            }

            await gateway.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int> SentAsync(SimulatorProcess carriers) =>
        (await carriers.SeenAsync(Cancellation)).Values.Sum();

    private async Task<GatewayProcess> StartAsync(Dictionary<string, string> settings)
    {
        var gateway = await GatewayProcess.StartAsync(
            settings,
            Path.Combine(_folder, $"gateway-{_gateways.Count}.log"),
            Cancellation
        );
        _gateways.Add(gateway);
        return gateway;
    }

    private static string Message(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"+614915701{{number:00}}","body":"Your code is {{number:000000}}"}"""
        );
}
