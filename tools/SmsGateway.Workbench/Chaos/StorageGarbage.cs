using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>Something between the gateway and Azure Storage (Azurite here) answers in its place, in one way after another.</summary>
internal static class StorageGarbage
{
    /// <summary>A lease, and the longest wait of a retry.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(90);

    public static async Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var azurite = await stage.StartAzuriteAsync();
        var blobs = stage.Add(new GarbageProxy(azurite.BlobPort));
        var queues = stage.Add(new GarbageProxy(azurite.QueuePort));
        var tables = stage.Add(new GarbageProxy(azurite.TablePort));
        var carriers = await stage.StartCarriersAsync(cancellationToken);
        var caller = stage.Secrets.Auth0;
        var gateway = await stage.StartGatewayAsync(
            carriers.Address,
            [caller],
            cancellationToken,
            storage: azurite
                .ConnectionString.Replace(Authority(azurite.BlobPort), Authority(blobs.Port), StringComparison.Ordinal)
                .Replace(Authority(azurite.QueuePort), Authority(queues.Port), StringComparison.Ordinal)
                .Replace(Authority(azurite.TablePort), Authority(tables.Port), StringComparison.Ordinal)
        );
        Task Load(TimeSpan duration) =>
            stage.Posts.SendForAsync(duration, 10, gateway, caller, ChaosStage.DefaultPrefix, cancellationToken);

        await Load(stage.Seconds(0.5, 5));
        var died = "";
        var refused = 0;
        foreach (var (kind, answer) in GarbageProxy.Kinds)
        {
            // By the table alone gateways only hear of each other.
            var before = stage.Posts.All.Count;
            tables.Garbage = answer;
            await Load(stage.Seconds(0.3, 5));
            refused += stage.Posts.All.Skip(before).Count(post => post.Status != 200);
            (blobs.Garbage, queues.Garbage) = (answer, answer);
            await Load(stage.Seconds(0.3, 5));
            (blobs.Garbage, queues.Garbage, tables.Garbage) = (null, null, null);
            await Load(stage.Seconds(0.3, 5));
            died = died.Length == 0 && gateway.Child.HasExited ? kind : died;
        }

        var isEmpty = !gateway.Child.HasExited && await stage.EmptyAsync(Recovery, cancellationToken);
        if (gateway.Child.HasExited)
        {
            throw new HarnessException($"the Host ended at {died}; see {gateway.Child.LogPath}");
        }

        var account = await stage.AccountAsync(cancellationToken);
        var swallowed = account.Posts.Count(post => post.Status is not (200 or 503));
        return account
            .NothingLost(mostTexts: 2)
            .Rule(true, "the Host does not end", $"it is there after {GarbageProxy.Kinds.Count} kinds of garbage")
            .Rule(refused == 0, "garbage for the table alone refuses nothing", $"{refused} refused")
            .Rule(swallowed == 0, "a post is answered 200 or 503", $"{swallowed} otherwise")
            .Rule(isEmpty, "the queue runs empty once the storage is back", $"{(isEmpty ? "it does" : "it does not")}");
    }

    private static string Authority(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}/");
}
