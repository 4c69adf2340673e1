using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>
/// The gateway's clock is set back by 150 s (libfaketime) while codes wait for their carriers: one kind of them dies before the
/// carriers are back, by any other clock, and the other kind does not.
/// </summary>
internal static class ClockBack
{
    private const string Back = "-150";

    /// <summary>How often a retry comes at the latest, and some.</summary>
    private static readonly TimeSpan RetryBound = TimeSpan.FromSeconds(60);

    /// <summary>What an attempt that began in time may take to get there.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(2);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var clock = Path.Combine(stage.Folder, "clock");
        await File.WriteAllTextAsync(clock, "+0", cancellationToken);
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var longLived = stage.Secrets.Auth0;
        var shortLived = new Caller("short", "urn:Auth0:short", "urn:sms-gateway", stage.Secrets.CallerSecret)
        {
            TimeToLive = stage.Seconds(8, 60),
        };
        var library = Library();
        var gateway = await stage.StartGatewayAsync(
            carriers.Address,
            [longLived, shortLived],
            cancellationToken,
            settings =>
            {
                settings["LD_PRELOAD"] = library;
                settings["FAKETIME_TIMESTAMP_FILE"] = clock;
                settings["FAKETIME_NO_CACHE"] = "1";
                // A wall clock that is set leaves the monotonic one alone.
                settings["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
                settings["DONT_FAKE_MONOTONIC"] = "1";
            }
        );
        Task Load(Caller caller) =>
            stage.Posts.SendForAsync(
                TimeSpan.FromSeconds(2),
                10,
                gateway,
                caller,
                ChaosStage.DefaultPrefix,
                cancellationToken
            );

        await carriers.OutageOfAllAsync("down", cancellationToken);
        await Task.WhenAll(Load(longLived), Load(shortLived));
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(stage.Seconds(1, 5), TimeProvider.System, cancellationToken);
        await File.WriteAllTextAsync(clock, Back, cancellationToken);
        var rest = shortLived.TimeToLive.Value + OnTheWay - TimeProvider.System.GetElapsedTime(started);
        await Task.Delay(rest, TimeProvider.System, cancellationToken);
        await carriers.OutageOfAllAsync("none", cancellationToken);
        var isEmpty = await stage.EmptyAsync(RetryBound, cancellationToken);

        var account = await stage.AccountAsync(cancellationToken);
        var late = account.Accepted.Count(post =>
            post.Caller == shortLived.Name
            && account
                .Texts[post.Number]
                .Any(arrival => arrival.ReceivedAt > post.SentAt + post.Took + shortLived.TimeToLive + OnTheWay)
        );
        var undelivered = account.Accepted.Count(post => post.Caller == longLived.Name && !account.IsAtCarrier(post));
        return account
            .NothingLost(mostTexts: 1)
            .Rule(late == 0, "no code is sent after its life", $"{late} are")
            .Rule(
                undelivered == 0,
                "a code with life left is delivered once the carriers are back",
                $"{undelivered} are not"
            )
            .Rule(isEmpty, "none is left neither sent nor dead", $"{(isEmpty ? "none" : "some wait")}");
    }

    private static string Library()
    {
        string[] folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];
        return folders
                .Where(_ => OperatingSystem.IsLinux())
                .Where(Directory.Exists)
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        folder,
                        "libfaketimeMT.so.1",
                        new EnumerationOptions
                        {
                            RecurseSubdirectories = true,
                            MaxRecursionDepth = 2,
                            IgnoreInaccessible = true,
                        }
                    )
                )
                .FirstOrDefault()
            ?? throw new NotRunException("libfaketime is not installed (Debian's package is faketime).");
    }
}
