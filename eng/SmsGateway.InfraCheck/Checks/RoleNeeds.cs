using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>Something the app uses, and the roles of which one lets it.</summary>
/// <param name="At">The setting that says so.</param>
/// <param name="What">For people.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="FullName">Its name with its parents'.</param>
/// <param name="Roles">One of these is enough.</param>
internal sealed record RoleNeed(Position At, string What, string Type, string FullName, IReadOnlyList<string> Roles);

/// <summary>What an app needs, as its settings and the code tell: who names a resource in a setting is going to use it.</summary>
internal static class RoleNeeds
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    public static IEnumerable<RoleNeed> Of(AppSettings app, Deployment deployment, Findings findings)
    {
        if (Find(app, "Store__AccountName", Account, deployment, findings) is var (store, storeAt))
        {
            foreach (var queue in CodeFacts.Queues)
            {
                yield return new RoleNeed(storeAt, $"queue '{queue}'", $"{Account}/queueServices/queues", $"{store}/default/{queue}", [Roles.QueueContributor]);
            }

            foreach (var container in CodeFacts.Containers)
            {
                yield return new RoleNeed(storeAt, $"container '{container}'", $"{Account}/blobServices/containers", $"{store}/default/{container}", [Roles.BlobContributor, Roles.BlobOwner]);
            }
        }

        var hostSetting = app["AzureWebJobsStorage__accountName"] is null ? "AzureWebJobsStorage__blobServiceUri" : "AzureWebJobsStorage__accountName";
        if (Find(app, hostSetting, Account, deployment, findings) is var (host, hostAt))
        {
            yield return new RoleNeed(hostAt, "the platform's own storage", Account, host, [Roles.BlobOwner]);
        }

        if (app.Site.Property("properties.functionAppConfig.deployment.storage.value") is { } package && StorageNamesCheck.DeploymentContainer(app.Site) is { } folder)
        {
            foreach (var account in Owners(package, Account, deployment))
            {
                yield return new RoleNeed(package.At, "the app's package", $"{Account}/blobServices/containers", $"{account}/default/{folder}", [Roles.BlobContributor, Roles.BlobOwner]);
            }
        }

        if (Find(app, "KeyVault__Uri", "Microsoft.KeyVault/vaults", deployment, findings) is var (vault, vaultAt))
        {
            yield return new RoleNeed(vaultAt, "the vault", "Microsoft.KeyVault/vaults", vault, [Roles.SecretsUser]);
        }

        if (Find(app, "APPLICATIONINSIGHTS_CONNECTION_STRING", "Microsoft.Insights/components", deployment, findings) is var (component, componentAt))
        {
            yield return new RoleNeed(componentAt, "Application Insights", "Microsoft.Insights/components", component, [Roles.MetricsPublisher]);
        }
    }

    /// <summary>The resource that a setting names; a missing one is a mistake.</summary>
    private static (string FullName, Position At)? Find(AppSettings app, string setting, string type, Deployment deployment, Findings findings)
    {
        if (app[setting] is not { } member)
        {
            if (!app.IsOpen)
            {
                findings.Add(app.Site.Declaration.At, $"'{app.Site.Declaration.Name}' has no setting '{setting}'");
            }

            return null;
        }

        var owners = Owners(member.Value, type, deployment).ToList();
        if (owners.Count == 1)
        {
            return (owners[0], member.KeyAt);
        }

        findings.Add(member.KeyAt, $"'{setting}' names no {type} that is deployed here");
        return null;
    }

    /// <summary>Full names of the resources whose property or name the value is made of.</summary>
    private static IEnumerable<string> Owners(Value value, string type, Deployment deployment)
    {
        var sources = value.Sources().Select(source => source.Resource!.Id).ToHashSet();
        var resources = deployment.DeployedOf(type).ToList();
        var own = resources.Where(resource => sources.Contains(resource.Id)).ToList();
        if (own.Count == 0)
        {
            own = resources.Where(resource => resource.Name.Text.Length > 2 && value.Text.Contains(resource.Name.Text, StringComparison.Ordinal)).ToList();
        }

        return own.Select(resource => resource.FullName).Distinct();
    }
}
