using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Abuse;

/// <summary>Malformed and forged requests by the million: none may be accepted, none may be answered 5xx, memory stays flat.</summary>
internal static class AbuseCommand
{
    /// <summary>What the working set may grow between warm-up and end: the garbage collector's slack, not a byte per request.</summary>
    private const long AllowedGrowth = 48 * 1024 * 1024;

    /// <summary>So many requests take the gateway's code through the compiler's tiers, and its heap to the size it keeps.</summary>
    private const int WarmUp = 20_000;

    private static readonly TimeSpan HealthBound = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(500);

    /// <param name="folder">Empty; takes the logs and the store.</param>
    /// <param name="output">Progress and the counts.</param>
    public static async Task<int> RunAsync(
        AbuseOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync(
            Invariant($"{options.Requests:N0} malformed and forged requests, seed {options.Seed}; logs in {folder}")
        );
        var secrets = new RunSecrets();
        var caller = secrets.Auth0;
        // Accepts only, so that whatever was let in is found in the store.
        var settings = GatewaySettings.Gateway(
            secrets,
            [caller],
            new Uri("http://127.0.0.1:9"),
            Path.Combine(folder, "store"),
            maxConcurrency: 0
        );
        await using var gateway = await GatewayProcess.StartAsync(
            settings,
            Path.Combine(folder, "gateway.log"),
            cancellationToken
        );
        var target = new AbuseTarget(caller, gateway.Address.Authority);
        await gateway.AcceptAsync(AbuseTarget.GoodBody, target.GoodToken, cancellationToken);

        var progress = new Progress(output);
        var warm = await SendAsync(
            options with
            {
                Requests = WarmUp,
                Seed = unchecked(options.Seed + 1),
            },
            gateway,
            target,
            new AbuseTally(),
            progress,
            cancellationToken
        );
        var tally = new AbuseTally();
        var started = TimeProvider.System.GetTimestamp();
        var end = await SendAsync(options, gateway, target, tally, progress, cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started);

        var violations = new List<string>();
        Expect(tally.Total == options.Requests, $"{tally.Total} requests were counted");
        Expect(tally.WithStatus(status => status is >= 200 and < 300) == 0, "requests were accepted");
        Expect(tally.WithStatus(status => status >= 500) == 0, "requests were answered 5xx");
        Expect(end - warm <= AllowedGrowth, "memory grew");
        Expect(!gateway.Child.HasExited, "the gateway has ended");
        // The one before and the one after, and nothing between.
        await gateway.AcceptAsync(AbuseTarget.OtherGoodBody, target.GoodToken, cancellationToken);
        // Health is shared for a second, so the first look may be at what was before.
        long? queued = 0;
        await Poll.UntilAsync(
            async () => (queued = await gateway.QueuedAsync(cancellationToken)) == 2,
            HealthBound,
            cancellationToken
        );
        Expect(queued == 2, $"{queued} messages are in the store instead of 2");
        Expect(await gateway.Child.StopAsync(TimeSpan.FromSeconds(30)), "the gateway did not stop on SIGTERM");
        var leaks = new LeakSearch(
            [.. secrets.Needles, target.GoodToken, AbuseTarget.Text],
            [AbuseTarget.Recipient.TrimStart('+'), "735182"]
        ).Search([gateway.Child.LogPath]);
        Expect(
            leaks.Lines > 0 && leaks.Findings.Count == 0,
            $"{leaks.Findings.Count} leaks in the log, the first in {(leaks.Findings.Count > 0 ? leaks.Findings[0] : "none")}"
        );

        foreach (var (kind, answers) in tally.ByKind())
        {
            await output.WriteLineAsync(
                $"{kind, -22} {string.Join(", ", answers.Select(answer => Invariant($"{(answer.Status == 0 ? "closed" : answer.Status)} x {answer.Count:N0}")))}"
            );
        }

        await output.WriteLineAsync(
            Invariant(
                $"""
                {options.Requests:N0} requests in {elapsed.TotalSeconds:0} s; accepted {tally.WithStatus(status =>
                    status == 200
                )}, 5xx {tally.WithStatus(status => status >= 500)}
                memory {warm >> 20} MB after a warm-up, {end >> 20} MB at the end
                {leaks.Lines:N0} log lines searched, {leaks.Findings.Count} findings; a good request is still taken
                """
            )
        );
        foreach (var violation in violations)
        {
            await output.WriteLineAsync($"VIOLATION: {violation}");
        }

        return violations.Count == 0 ? 0 : 1;

        void Expect(bool condition, string violation)
        {
            if (!condition)
            {
                violations.Add(violation);
            }
        }
    }

    /// <returns>The gateway's memory after it.</returns>
    private static async Task<long> SendAsync(
        AbuseOptions options,
        GatewayProcess gateway,
        AbuseTarget target,
        AbuseTally tally,
        Progress progress,
        CancellationToken cancellationToken
    )
    {
        var all = Task.WhenAll(
            Enumerable
                .Range(0, options.Connections)
                .Select(index =>
                {
                    var share =
                        (options.Requests / options.Connections)
                        + (index < options.Requests % options.Connections ? 1 : 0);
                    var connection = new AbuseConnection(
                        target,
                        gateway.Address,
                        new Random(unchecked((options.Seed * 7919) + index)),
                        tally
                    );
                    return Task.Run(() => connection.RunAsync(share, cancellationToken), cancellationToken);
                })
        );
        while (await Task.WhenAny(all, Task.Delay(SampleInterval, TimeProvider.System, cancellationToken)) != all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Show(
                Invariant($"{tally.Total:N0} of {options.Requests:N0} requests, {gateway.Child.Memory >> 20} MB")
            );
        }

        await all;
        progress.Clear();
        return gateway.Child.Memory;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
