using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>The disk under the embedded store takes no write for a while (fsfreeze).</summary>
internal static class FrozenDisk
{
    /// <summary>Allowed on top of each bound, for a machine that is busy.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan HealthBound = TimeSpan.FromSeconds(2);

    /// <summary>What is not in a transaction yet is refused by then.</summary>
    private static readonly TimeSpan RefusalBound = TimeSpan.FromSeconds(5);

    /// <summary>A commit that has begun cannot be recalled; its post waits so long.</summary>
    private static readonly TimeSpan CommitBound = TimeSpan.FromSeconds(25);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var disk = stage.Add(await FrozenFileSystem.MountAsync(stage.Folder));
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var caller = stage.Secrets.Auth0;
        var gateway = await stage.StartGatewayAsync(
            carriers.Address,
            [caller],
            cancellationToken,
            settings => settings["Store__Path"] = Path.Combine(disk.Folder, "store")
        );
        Task Load(TimeSpan duration) =>
            stage.Posts.SendForAsync(duration, 4, gateway, caller, ChaosStage.DefaultPrefix, cancellationToken);

        await Load(stage.Seconds(1, 5));
        var before = stage.Posts.All.Count;
        var duration = stage.Seconds(10, 45);
        var thawed = disk.FreezeAsync(duration);
        var looks = LookAsync(gateway, thawed, cancellationToken);
        await Load(duration);
        await thawed;
        var slowestLook = await looks;
        await Load(stage.Seconds(1, 5));
        var isEmpty = await stage.EmptyAsync(TimeSpan.FromSeconds(90), cancellationToken);

        var account = await stage.AccountAsync(cancellationToken);
        var frozen = account.Posts.Skip(before).ToList();
        var refused = frozen.Where(post => post.Status != 200).ToList();
        var early = refused.Where(post => post.Took <= RefusalBound + Slack).ToList();
        var late = refused.Where(post => post.Took > RefusalBound + Slack && post.Took <= CommitBound - Slack).ToList();
        var slowest = frozen.Max(post => post.Took);
        var sentAfterRefusal = refused.Count(post => post.Took < CommitBound - Slack && account.IsAtCarrier(post));
        return account
            .NothingLost(mostTexts: 2)
            .Rule(
                refused.TrueForAll(post => post.Status == 503) && late.Count == 0 && early.Count > 0,
                "what is not in a transaction is answered 503 within 5 s",
                $"{early.Count} in time, {late.Count} later, slowest {late.Concat(early).Select(post => post.Took.TotalSeconds).DefaultIfEmpty().Max():0.0} s"
            )
            .Rule(slowest <= CommitBound + Slack, "every post is answered within 25 s", $"{slowest.TotalSeconds:0.0} s")
            .Rule(
                slowestLook <= HealthBound + Slack,
                "health answers within 2 s",
                $"{slowestLook.TotalSeconds:0.0} s at the slowest"
            )
            .Rule(sentAfterRefusal == 0, "nothing that was answered 503 is sent later", $"{sentAfterRefusal} are")
            .Rule(isEmpty, "the queue runs empty after the thaw", $"{(isEmpty ? "it does" : "it does not")}");
    }

    /// <summary>Asks for health again and again.</summary>
    /// <returns>The longest time that an answer took, whatever it said.</returns>
    private static async Task<TimeSpan> LookAsync(
        GatewayProcess gateway,
        Task until,
        CancellationToken cancellationToken
    )
    {
        var slowest = TimeSpan.Zero;
        while (!until.IsCompleted)
        {
            var started = TimeProvider.System.GetTimestamp();
            using (await gateway.Http.GetAsync(new Uri("api/health", UriKind.Relative), cancellationToken))
            {
                var took = TimeProvider.System.GetElapsedTime(started);
                slowest = took > slowest ? took : slowest;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
        }

        return slowest;
    }
}
