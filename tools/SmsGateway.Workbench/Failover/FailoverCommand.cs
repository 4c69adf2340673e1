using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Workbench.Chaos;

namespace SmsGateway.Workbench.Failover;

/// <summary>
/// A route of two carriers, of which the first is bad in one way after another: one table of what arrived, how soon, and by whom;
/// 0 only if every code arrived in time, none was sent too late, and a carrier known to be failing delays nobody.
/// </summary>
internal static class FailoverCommand
{
    /// <summary>Of Auth0's codes, and the gateway's default.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The first messages wait for the compiler.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(
        FailoverOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Messages:N0} messages each, {options.PerSecond} a second; seed {options.Seed}; logs in {folder}\n\n{FailoverRow.Header}"
            )
        );
        var progress = new Progress(output);
        var rows = new List<FailoverRow>();
        foreach (var condition in FailoverCondition.All)
        {
            progress.Show($"{condition.Name} ...");
            await using var stage = new ChaosStage(
                Directory
                    .CreateDirectory(Path.Combine(folder, rows.Count.ToString(CultureInfo.InvariantCulture)))
                    .FullName,
                new ChaosOptions(null, options.Seed, IsQuick: false)
            );
            var row = await PlayAsync(stage, condition, options, cancellationToken);
            rows.Add(row);
            progress.Clear();
            await output.WriteLineAsync(row.Line());
        }

        await output.WriteLineAsync("\nTaken by each carrier, in ten equal parts of the time:");
        foreach (var row in rows)
        {
            await output.WriteLineAsync($"{row.Condition.Name}\n{string.Join('\n', row.Timeline())}");
        }

        var broken = rows.SelectMany(row => row.Broken(rows[0]).Select(rule => $"BROKEN  {row.Condition.Name}: {rule}"))
            .ToList();
        await output.WriteLineAsync(
            broken.Count == 0
                ? "\nEvery code arrived in time, none was sent too late, and nobody waited for a carrier known to be failing."
                : "\n" + string.Join('\n', broken)
        );
        return broken.Count == 0 ? 0 : 1;
    }

    private static async Task<FailoverRow> PlayAsync(
        ChaosStage stage,
        FailoverCondition condition,
        FailoverOptions options,
        CancellationToken cancellationToken
    )
    {
        var first = await stage.StartCarriersAsync(cancellationToken);
        var second = await stage.StartCarriersAsync(cancellationToken);
        var gateway = await stage.StartGatewayAsync(
            second.Address,
            [stage.Secrets.Auth0],
            cancellationToken,
            settings =>
            {
                settings["Gateway__Carriers__twilio__BaseAddress"] = first.Address.ToString();
                settings["Gateway__Delivery__TimeToLive"] = Life.ToString("c", CultureInfo.InvariantCulture);
                settings.Remove("Gateway__Routing__Default__2");
            }
        );
        await PostAsync(WarmUp);
        await stage.EmptyAsync(Life, cancellationToken);
        var warm = stage.Posts.All.Count;
        await first.OutageAsync("twilio", condition.Outage, cancellationToken, condition.Seconds);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = FailingSinceAsync(gateway, end.Token);
        await PostAsync(TimeSpan.FromSeconds((double)options.Messages / options.PerSecond));
        await end.CancelAsync();
        var failingAt = await watching;
        await stage.EmptyAsync(Life + Look, cancellationToken);

        var posts = stage.Posts.All.Skip(warm).OrderBy(post => post.SentAt).ToList();
        var ids = posts.Select(post => post.Id).ToHashSet();
        var taken = (await stage.TakenAsync(cancellationToken))
            .Where(arrival => ids.Contains(arrival.CorrelationId))
            .ToList();
        return new FailoverRow(condition, posts, taken, Life, failingAt);

        Task PostAsync(TimeSpan duration) =>
            stage.Posts.SendForAsync(
                duration,
                options.PerSecond,
                gateway,
                stage.Secrets.Auth0,
                ChaosStage.DefaultPrefix,
                cancellationToken
            );
    }

    /// <summary>When health first says that the first carrier is tried last; null when it does not before the end.</summary>
    private static async Task<DateTimeOffset?> FailingSinceAsync(GatewayProcess gateway, CancellationToken end)
    {
        try
        {
            while (true)
            {
                var (_, health) = await gateway.HealthAsync(end);
                if (health.GetProperty("carriers").GetProperty("twilio").GetProperty("breaker").GetString() == "Open")
                {
                    return TimeProvider.System.GetUtcNow();
                }

                await Task.Delay(Look, TimeProvider.System, end);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
