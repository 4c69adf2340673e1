using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>The gateway stands still (SIGSTOP) with messages in hand for longer than they are its own, and goes on.</summary>
internal static class StoppedProcess
{
    private const int InHand = 20;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NotRunException("SIGSTOP has this number on Linux only.");
        }

        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var caller = stage.Secrets.Auth0;
        var gateway = await stage.StartGatewayAsync(carriers, [caller], cancellationToken);
        await carriers.OutageOfAllAsync("slow", cancellationToken);
        await Task.WhenAll(
            Enumerable
                .Range(0, InHand)
                .Select(_ => stage.Posts.SendAsync(gateway, caller, ChaosStage.DefaultPrefix, cancellationToken))
        );
        await Poll.UntilAsync(
            async () => await carriers.TakenAsync(cancellationToken) >= InHand,
            Bound,
            cancellationToken
        );

        var inHand = await carriers.TakenAsync(cancellationToken);
        _ = Native.Kill(gateway.Child.Id, Native.Stop);
        try
        {
            await Task.Delay(stage.Seconds(4, 40), TimeProvider.System, cancellationToken);
        }
        finally
        {
            _ = Native.Kill(gateway.Child.Id, Native.Continue);
        }

        await carriers.OutageOfAllAsync("none", cancellationToken);
        var isEmpty = await stage.EmptyAsync(TimeSpan.FromSeconds(90), cancellationToken);
        var account = await stage.AccountAsync(cancellationToken);
        return account
            .Rule(inHand == InHand, "all were at a carrier, unanswered, when it stopped", $"{inHand} of {InHand}")
            .NothingLost(mostTexts: 2)
            .Rule(isEmpty, "the queue runs empty", $"{(isEmpty ? "it does" : "it does not")}");
    }
}
