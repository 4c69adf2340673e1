using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>
/// A flood to one carrier that is bad, of +44, beside a trickle to a healthy one, of all else: who waits for the bad one must
/// not keep anybody else waiting.
/// </summary>
internal static class BadCarrier
{
    private const string FloodPrefix = "+4477009";
    private const int FloodPerSecond = 60;
    private const int TricklePerSecond = 10;

    /// <param name="latency">Of the bad carrier.</param>
    public static async Task<ChaosAccount> PlayAsync(
        ChaosStage stage,
        TimeSpan latency,
        CancellationToken cancellationToken
    )
    {
        var healthy = await stage.StartCarriersAsync(cancellationToken);
        var bad = await stage.StartCarriersAsync(cancellationToken, latency);
        // A short life, because the flood is more than its carrier takes, and all of it must have an end before the account.
        var flood = new Caller("flood", "urn:Auth0:flood", "urn:sms-gateway", stage.Secrets.CallerSecret)
        {
            TimeToLive = stage.Seconds(3, 60),
        };
        var calm = stage.Secrets.Auth0;
        var gateway = await stage.StartGatewayAsync(
            healthy.Address,
            [calm, flood],
            cancellationToken,
            settings =>
            {
                settings["Gateway__Carriers__twilio__BaseAddress"] = bad.Address.ToString();
                settings["Gateway__Routing__Prefixes__+44__0"] = "twilio";
                settings["Gateway__Routing__Default__0"] = "messagemedia";
                ChaosStage.OneCarrier(settings);
                if (stage.IsQuick)
                {
                    // So that a few seconds of the flood are more than the gateway has places for.
                    settings["Gateway__Delivery__MaxConcurrency"] = "32";
                    settings["Gateway__Delivery__AttemptTimeout"] = "00:00:01";
                }
            }
        );
        Task Trickle(TimeSpan duration) =>
            stage.Posts.SendForAsync(
                duration,
                TricklePerSecond,
                gateway,
                calm,
                ChaosStage.DefaultPrefix,
                cancellationToken
            );

        // The first messages wait for the compiler.
        await Trickle(stage.Seconds(0.5, 5));
        var quietFrom = stage.Posts.All.Count;
        await Trickle(stage.Seconds(1.5, 30));
        var quiet = stage.Posts.All.Skip(quietFrom).ToList();
        var duration = stage.Seconds(3, 120);
        await Task.WhenAll(
            Trickle(duration),
            stage.Posts.SendForAsync(duration, FloodPerSecond, gateway, flood, FloodPrefix, cancellationToken)
        );
        var during = stage.Posts.All.Skip(quietFrom + quiet.Count).Where(post => post.Caller == calm.Name).ToList();
        var isEmpty = await stage.EmptyAsync(flood.TimeToLive.Value + TimeSpan.FromSeconds(30), cancellationToken);

        var account = await stage.AccountAsync(cancellationToken);
        var arrived = during.Count(account.IsAtCarrier);
        var (before, after) = (P99(quiet, account), P99(during, account));
        // Below this the machine decides, not the gateway; in seconds of measuring more than in minutes.
        var floor = stage.Seconds(0.5, 0.05);
        var bound = 2 * (before > floor ? before : floor);
        return account
            .NothingLost(mostTexts: 2)
            .Rule(arrived == during.Count, "every healthy code arrives", $"{arrived} of {during.Count}")
            .Rule(
                after <= bound,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the healthy p99 during the flood within 2x of its quiet value, or of {floor.TotalMilliseconds} ms"
                ),
                $"{after.TotalMilliseconds:0} ms, quiet {before.TotalMilliseconds:0} ms"
            )
            .Rule(isEmpty, "the queue runs empty", $"{(isEmpty ? "it does" : "it does not")}");
    }

    /// <summary>From the post to the carrier; what did not arrive waits for ever.</summary>
    private static TimeSpan P99(IReadOnlyCollection<Post> posts, ChaosAccount account)
    {
        var waits = posts
            .Select(post =>
                account.IsAtCarrier(post)
                    ? account.Texts[post.Number].Min(arrival => arrival.ReceivedAt) - post.SentAt
                    : TimeSpan.FromDays(1)
            )
            .Order()
            .ToList();
        return waits[(int)Math.Ceiling(waits.Count * 0.99) - 1];
    }
}
