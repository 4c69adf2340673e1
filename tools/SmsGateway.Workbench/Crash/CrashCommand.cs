using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Crash;

/// <summary>
/// Kills the gateway at random moments under full load, again and again on the same store, and then accounts for every
/// message that was answered with 200.
/// </summary>
internal static class CrashCommand
{
    /// <summary>Longest life after the first message was accepted; most of the code is still being compiled then.</summary>
    private const int MaxLifeMilliseconds = 800;

    /// <summary>One in so many rounds kills before that, while the gateway takes up what its predecessor left.</summary>
    private const int EarlyKillEvery = 4;

    private static readonly TimeSpan DrainBound = TimeSpan.FromMinutes(10);

    /// <param name="folder">Empty; takes the logs and the store.</param>
    /// <param name="output">Progress and the account.</param>
    public static async Task<int> RunAsync(
        CrashOptions options,
        string folder,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync(
            Invariant($"{options.Rounds} rounds of kill -9, seed {options.Seed}; logs in {folder}")
        );
        var secrets = new RunSecrets();
        var caller = secrets.Auth0;
        var store = Path.Combine(folder, "store");
        var log = Path.Combine(folder, "gateway.log");
        var port = FreePort.Any();
        await using var simulator = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(secrets, null, inboxCapacity: 0),
            Path.Combine(folder, "carrier-simulator.log"),
            cancellationToken
        );
        var settings = GatewaySettings.Gateway(secrets, [caller], simulator.Address, store);
        // Whatever waits through many restarts must still be worth sending.
        settings["Gateway__Delivery__TimeToLive"] = "23:00:00";
        // One message in fifty goes to the one number that carriers reject. It is counted all the same.
        settings["Gateway__Admission__PerNumber__Mode"] = "RecordOnly";

        var plan = new LoadPlan
        {
            Address = new Uri($"http://127.0.0.1:{port}"),
            Connections = options.Connections,
            Tokens = [.. Enumerable.Range(0, options.Connections).Select(number => caller.Token(number))],
            MagicEvery = 50,
            Reconnect = true,
            IdsPath = Path.Combine(folder, "accepted.txt"),
        };
        var started = TimeProvider.System.GetTimestamp();
        LoadReport load;
        List<string> first;
        using (var generator = LoadProcess.Start(plan))
        {
            first = await KillAgainAndAgainAsync(
                options,
                settings,
                log,
                port,
                caller.Token(),
                output,
                cancellationToken
            );
            generator.Stop();
            load = await generator.ReportAsync(cancellationToken);
        }

        await output.WriteLineAsync(
            Invariant(
                $"{options.Rounds} rounds in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s; waiting for the queue to run empty"
            )
        );
        await using var gateway = await GatewayProcess.StartAsync(settings, log, cancellationToken, port);
        var isEmpty = await Poll.UntilAsync(
            async () => await gateway.QueuedAsync(cancellationToken) == 0,
            DrainBound,
            cancellationToken
        );
        var account = new CrashAccount
        {
            Kills = options.Rounds,
            Accepted = [.. first, .. await File.ReadAllLinesAsync(plan.IdsPath, cancellationToken)],
            Refused = load.Refused,
            Seen = await simulator.SeenAsync(cancellationToken),
            DeadLetters = await gateway.DeadLettersAsync(cancellationToken),
            IsQueueEmpty = isEmpty,
            StoppedInTime = await gateway.Child.StopAsync(TimeSpan.FromSeconds(30)),
            Redelivered = await Redeliveries.ReadAsync(log, cancellationToken),
            Integrity = StoreFile.CheckIntegrity(store),
            Leaks = new LeakSearch(secrets.Needles, ["15005550001", "15005550006"]).Search([
                log,
                simulator.Child.LogPath,
            ]),
        };
        return await account.WriteAsync(output) ? 0 : 1;
    }

    /// <returns>The ids of the messages that were posted from here.</returns>
    private static async Task<List<string>> KillAgainAndAgainAsync(
        CrashOptions options,
        Dictionary<string, string> settings,
        string log,
        int port,
        string token,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var random = new Random(options.Seed);
        var progress = new Progress(output);
        var ids = new List<string>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            await using var gateway = await GatewayProcess.StartAsync(settings, log, cancellationToken, port);
            var isEarly = round > 1 && random.Next(EarlyKillEvery) == 0;
            if (!isEarly)
            {
                ids.Add(await gateway.AcceptAsync(RequestTemplate.NewMessage(), token, cancellationToken));
            }

            await Task.Delay(
                TimeSpan.FromMilliseconds(random.Next(isEarly ? MaxLifeMilliseconds / 4 : MaxLifeMilliseconds)),
                TimeProvider.System,
                cancellationToken
            );
            await gateway.KillAsync();
            progress.Show(Invariant($"round {round} of {options.Rounds}"));
        }

        progress.Clear();
        return ids;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
