using System.Globalization;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// The Functions app's worker, its host, or both die by kill -9 with a message in hand, or are stopped. Not among the tests that
/// run one at a time, and one class each, so that they wait for their leases side by side.
/// </summary>
public abstract class FunctionsDeathTest : IAsyncLifetime
{
    private protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private protected static readonly TimeSpan Promise = TimeSpan.FromSeconds(30);

    private protected StorageRun Run { get; private set; } = null!;

    private protected TcpGate Gate { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        Run = await StorageRun.StartAsync(Cancellation);
        Gate = new TcpGate(Run.Carriers.Address);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Run.DisposeAsync();
        await Gate.DisposeAsync();
    }

    /// <summary>Has the app wait for a carrier that does not take its request.</summary>
    private protected async Task<string> HoldAsync(GatewayProcess app)
    {
        Gate.Shut();
        var id = await Run.AcceptAsync(app, 1, Cancellation);
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(Gate.Waiting == 1), Bound, Cancellation),
            "the request to the carrier is under way"
        );
        return id;
    }

    private protected async Task ArrivesOnceAsync(GatewayProcess app, string id, DateTimeOffset killedAt)
    {
        var arrival = await Run.ArrivalAsync(id, Bound, Cancellation);
        Assert.InRange(arrival.ReceivedAt - killedAt, TimeSpan.Zero, Promise);
        await EmptyAsync(app);
        Assert.Equal(1, (await Run.Carriers.SeenAsync(Cancellation))[id]);
        Assert.Empty(await app.DeadLettersAsync(Cancellation));
        Report(
            string.Create(
                CultureInfo.InvariantCulture,
                $"at the carrier {(arrival.ReceivedAt - killedAt).TotalSeconds:0.0} s after the kill"
            )
        );
    }

    /// <summary>Nothing is left that could be sent once more.</summary>
    private protected static async Task EmptyAsync(GatewayProcess app) =>
        Assert.True(
            await Poll.UntilAsync(async () => await app.QueuedAsync(Cancellation) == 0, Bound, Cancellation),
            "the queue is empty"
        );

    /// <returns>False when the process that is going to die has it.</returns>
    private protected async Task<bool> SurvivorTookAsync(string id)
    {
        Assert.True(
            await Poll.UntilAsync(
                async () => Gate.Waiting == 1 || (await Run.Carriers.SeenAsync(Cancellation)).ContainsKey(id),
                Bound,
                Cancellation
            )
        );
        return Gate.Waiting == 0;
    }

    private protected static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
