using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>All carriers of the default route answer 503 for a while.</summary>
internal static class AllDown
{
    private static readonly TimeSpan HealthBound = TimeSpan.FromSeconds(15);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var caller = stage.Secrets.Auth0;
        var gateway = await stage.StartGatewayAsync(carriers.Address, [caller], cancellationToken);
        Task Load(TimeSpan duration) =>
            stage.Posts.SendForAsync(duration, 10, gateway, caller, ChaosStage.DefaultPrefix, cancellationToken);

        await Load(stage.Seconds(0.5, 10));
        await carriers.OutageOfAllAsync("down", cancellationToken);
        await Load(stage.Seconds(1.5, 60));
        var down = await UntilAsync(gateway, isDown: true, cancellationToken);
        await carriers.OutageOfAllAsync("none", cancellationToken);
        // What waits for its retry brings the carriers back; so do new ones.
        await Load(stage.Seconds(0.5, 10));
        var isEmpty = await stage.EmptyAsync(TimeSpan.FromSeconds(90), cancellationToken);
        var up = await UntilAsync(gateway, isDown: false, cancellationToken);
        var (begins, ends) = (Errors(gateway, "is down"), Errors(gateway, "is up again"));

        var account = await stage.AccountAsync(cancellationToken);
        var dead = account.Accepted.Count(account.IsDead);
        return account
            .NothingLost(mostTexts: 1)
            .Rule(
                down == (503, "unhealthy"),
                "health is 503 and the default route unhealthy by name while all are down",
                $"{down.Status}, {down.Route}"
            )
            // Carriers behind the first are known to be back only when somebody tries them.
            .Rule(
                up is (200, "healthy" or "degraded"),
                "health is 200 and the route delivers afterwards",
                $"{up.Status}, {up.Route}"
            )
            .Rule(begins == 1, "one error line when it begins", $"{begins}")
            .Rule(ends == 1, "one error line when it ends", $"{ends}")
            .Rule(isEmpty && dead == 0, "all are delivered once the carriers are back", $"{dead} dead");
    }

    /// <summary>Waits for the default route to be unhealthy, or not to be.</summary>
    /// <returns>What health says in the end.</returns>
    private static async Task<(int Status, string Route)> UntilAsync(
        GatewayProcess gateway,
        bool isDown,
        CancellationToken cancellationToken
    )
    {
        var seen = (Status: 0, Route: "");
        await Poll.UntilAsync(
            async () =>
            {
                var (status, health) = await gateway.HealthAsync(cancellationToken);
                seen = (
                    status,
                    health.TryGetProperty("routes", out var routes)
                    && routes.TryGetProperty("default", out var route)
                    && route.GetProperty("status").GetString() is { } state
                        ? state
                        : "no route in it"
                );
                return (seen.Route == "unhealthy") == isDown;
            },
            HealthBound,
            cancellationToken
        );
        return seen;
    }

    private static int Errors(GatewayProcess gateway, string what) =>
        gateway
            .Child.Log()
            .Split('\n')
            .Count(line =>
                line.Contains(" fail: ", StringComparison.Ordinal)
                && line.Contains("oute default", StringComparison.Ordinal)
                && line.Contains(what, StringComparison.Ordinal)
            );
}
