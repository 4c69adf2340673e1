namespace SmsGateway.Tests.Infra;

/// <summary>Queues, containers, tables and functions are called as the code calls them, and none is missing.</summary>
internal static class StorageNames
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    public static IEnumerable<string> Findings(Deployment deployment)
    {
        var site = deployment.Of("Microsoft.Web/sites").Single();
        return
        [
            .. Compare(deployment, $"{Account}/queueServices/queues", "queue", CodeFacts.Queues, []),
            .. Compare(
                deployment,
                $"{Account}/blobServices/containers",
                "container",
                CodeFacts.Containers,
                [PackageContainer(site)]
            ),
            .. Compare(deployment, $"{Account}/tableServices/tables", "table", CodeFacts.Tables, []),
            .. from prefix in Prefixes(deployment)
            from blob in CodeFacts.KeptBlobs
            where blob.StartsWith(prefix, StringComparison.Ordinal)
            select $"what begins '{prefix}' is deleted, and '{blob}' with it",
            .. Prefixes(deployment)
                .Where(prefix => !CodeFacts.Containers.Contains(prefix.Split('/')[0]))
                .Select(prefix => $"no container of the code begins '{prefix}'"),
            .. AlwaysReady(site)
                .Where(name =>
                    name != "http" && !CodeFacts.QueueFunctions.Keys.Any(function => name == $"function:{function}")
                )
                .Select(name => $"always-ready '{name}' is neither a group nor a function of its own"),
        ];
    }

    /// <summary>Where the platform takes the app's package from: the last part of that address.</summary>
    public static string PackageContainer(DeployedResource site) =>
        site["properties.functionAppConfig.deployment.storage.value"]?.Split('/')[^1] ?? "";

    private static IEnumerable<string> Compare(
        Deployment deployment,
        string type,
        string what,
        IReadOnlyList<string> ofTheCode,
        IReadOnlyList<string> ofThePlatform
    )
    {
        var names = deployment.Of(type).Select(resource => resource.Name.Split('/')[^1]).ToList();
        string[] known = [.. ofTheCode, .. ofThePlatform];
        return
        [
            .. names
                .Except(known)
                .Select(name =>
                    $"{what} '{name}' is not one that the code or the platform uses{CodeFacts.Hint(name, known)}"
                ),
            .. known.Except(names).Select(name => $"there is no {what} '{name}'"),
        ];
    }

    private static IEnumerable<string> Prefixes(Deployment deployment) =>
        from policy in deployment.Of($"{Account}/managementPolicies")
        from rule in policy.List("properties.policy.rules")
        from prefix in rule.GetProperty("definition").GetProperty("filters").GetProperty("prefixMatch").EnumerateArray()
        select prefix.GetString()!;

    private static IEnumerable<string> AlwaysReady(DeployedResource site) =>
        site.List("properties.functionAppConfig.scaleAndConcurrency.alwaysReady")
            .Select(entry => entry.GetProperty("name").GetString()!);
}
