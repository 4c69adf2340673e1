using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>Queues, containers and functions are called as the code calls them, and none is missing.</summary>
internal sealed class StorageNamesCheck : ICheck
{
    /// <summary>Groups of functions that share instances; the others are alone on theirs.</summary>
    private static readonly string[] ScaleGroups = ["http", "blob", "durable"];

    public void Run(Deployment deployment, Findings findings)
    {
        var sites = deployment.DeployedOf("Microsoft.Web/sites").ToList();
        CheckNames(deployment, "Microsoft.Storage/storageAccounts/queueServices/queues", "queue", CodeFacts.Queues, CodeFacts.Queues, findings);
        var packages = sites.Select(DeploymentContainer).OfType<string>();
        CheckNames(deployment, "Microsoft.Storage/storageAccounts/blobServices/containers", "container", [.. CodeFacts.Containers, .. packages], CodeFacts.Containers, findings);
        foreach (var policy in deployment.DeployedOf("Microsoft.Storage/storageAccounts/managementPolicies"))
        {
            CheckPrefixes(policy, findings);
        }

        foreach (var site in sites)
        {
            CheckAlwaysReady(site, findings);
        }
    }

    /// <summary>Where the platform takes the app's package from: the last part of that address.</summary>
    public static string? DeploymentContainer(ResourceInstance site) =>
        site.Property("properties.functionAppConfig.deployment.storage.value")?.Text.Split('/')[^1].Split('>')[^1] is { Length: > 0 } name ? name : null;

    private static void CheckNames(Deployment deployment, string type, string what, IReadOnlyCollection<string> allowed, IEnumerable<string> wanted, Findings findings)
    {
        var resources = deployment.DeployedOf(type).ToList();
        foreach (var resource in resources)
        {
            foreach (var name in resource.Name.Possible())
            {
                if (name.Known() is { } text && !allowed.Contains(text))
                {
                    findings.Add(name.At, $"{what} '{text}' is not one that the code or the platform uses{Names.Hint(text, allowed)}");
                }
                else if (name.Known() is null)
                {
                    findings.NotCovered($"{name.At}: the name of {what} '{resource.Declaration.Name}' is an expression");
                }
            }
        }

        if (deployment.DeployedOf("Microsoft.Web/sites").FirstOrDefault() is { } site && resources.All(resource => resource.Name.Known() is not null))
        {
            foreach (var missing in wanted.Where(name => resources.All(resource => resource.Name.Known() != name)))
            {
                findings.Add(site.Declaration.At, $"there is no {what} '{missing}', which the code uses");
            }
        }
    }

    /// <summary>A lifecycle rule's prefix begins with a container's name.</summary>
    private static void CheckPrefixes(ResourceInstance policy, Findings findings)
    {
        var rules = (policy.Property("properties.policy.rules") as ArrayValue)?.Items.OfType<ObjectValue>() ?? [];
        foreach (var prefix in rules.SelectMany(rule => Path(rule, "definition", "filters", "prefixMatch") is ArrayValue prefixes ? prefixes.Items : []))
        {
            if (prefix.Known() is { } text && !CodeFacts.Containers.Contains(text.Split('/')[0]))
            {
                findings.Add(prefix.At, $"no container of the code begins '{text}'{Names.Hint(text.Split('/')[0], CodeFacts.Containers)}");
            }
        }
    }

    private static void CheckAlwaysReady(ResourceInstance site, Findings findings)
    {
        var entries = site.Property("properties.functionAppConfig.scaleAndConcurrency.alwaysReady")?.Possible().OfType<ArrayValue>().SelectMany(list => list.Items) ?? [];
        foreach (var name in entries.OfType<ObjectValue>().Select(entry => entry["name"]).OfType<Value>())
        {
            var functions = CodeFacts.Functions.Where(function => function.Trigger != "HttpTrigger").Select(function => function.Name).ToList();
            var text = name.Known()?.Replace("function:", "", StringComparison.Ordinal);
            if (text is not null && !ScaleGroups.Contains(text) && !functions.Contains(text))
            {
                findings.Add(name.At, $"always-ready '{text}' is neither a group nor a function with instances of its own{Names.Hint(text, functions.Concat(ScaleGroups))}");
            }
        }
    }

    private static Value? Path(ObjectValue value, params string[] keys) => keys.Aggregate((Value?)value, (inner, key) => (inner as ObjectValue)?[key]);
}
