using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>
/// The gateway stands still (SIGSTOP) for longer than the messages in its hand are its own, and goes on. A carrier has taken each
/// of them, and the answers are lost; or, the second time, they come after three seconds.
/// </summary>
internal static class StoppedProcess
{
    private const int InHand = 20;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>The gateway's default.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var way = stage.Add(new TcpGate(carriers.Address));
        var gateway = await stage.StartGatewayAsync(
            way.Address,
            [stage.Secrets.Auth0],
            cancellationToken,
            ChaosStage.OneCarrier
        );
        return await PlayAsync(stage, carriers, way, gateway, cancellationToken);
    }

    /// <param name="way">To the carriers.</param>
    /// <param name="gateway">The one that is stopped.</param>
    public static async Task<ChaosAccount> PlayAsync(
        ChaosStage stage,
        SimulatorProcess carriers,
        TcpGate way,
        GatewayProcess gateway,
        CancellationToken cancellationToken
    )
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NotRunException("SIGSTOP has this number on Linux only.");
        }

        way.KeepsAnswers = true;
        await StopAsync(stage, carriers, gateway, way.Open, cancellationToken);
        var isEmpty = await stage.EmptyAsync(Bound * 3, cancellationToken);
        await carriers.OutageOfAllAsync("slow", cancellationToken);
        await StopAsync(stage, carriers, gateway, () => { }, cancellationToken);
        isEmpty &= await stage.EmptyAsync(Bound * 3, cancellationToken);

        var account = await stage.AccountAsync(cancellationToken);
        return account
            .NothingLost(mostTexts: 2)
            .Rule(isEmpty, "the queue runs empty", $"{(isEmpty ? "it does" : "it does not")}");
    }

    /// <param name="meanwhile">What happens while it stands still.</param>
    private static async Task StopAsync(
        ChaosStage stage,
        SimulatorProcess carriers,
        GatewayProcess gateway,
        Action meanwhile,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        var before = await carriers.TakenAsync(cancellationToken);
        await Task.WhenAll(
            Enumerable
                .Range(0, InHand)
                .Select(_ =>
                    stage.Posts.SendAsync(gateway, stage.Secrets.Auth0, ChaosStage.DefaultPrefix, cancellationToken)
                )
        );
        await Poll.UntilAsync(
            async () => await carriers.TakenAsync(cancellationToken) - before >= InHand,
            Bound,
            cancellationToken
        );
        if (TimeProvider.System.GetElapsedTime(started) > AttemptTimeout)
        {
            throw new HarnessException("this machine is too busy: the first attempts ended before the last began");
        }

        _ = Native.Kill(gateway.Child.Id, Native.Stop);
        try
        {
            meanwhile();
            await Task.Delay(stage.Seconds(4, 40), TimeProvider.System, cancellationToken);
        }
        finally
        {
            _ = Native.Kill(gateway.Child.Id, Native.Continue);
        }
    }
}
