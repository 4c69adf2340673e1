namespace SmsGateway.Tests.Infra;

/// <summary>
/// What must be shut, is; a value that is left out counts as open. And words that Azure's definitions leave open, so that the compiler
/// takes any.
/// </summary>
internal static class Doors
{
    private static readonly (string Type, string Path, string Expected)[] Table =
    [
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowCrossTenantReplication", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.isLocalUserEnabled", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true"),
        ("Microsoft.Storage/storageAccounts", "properties.networkAcls.bypass", "None"),
        ("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "true"),
        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "true"),
        ("Microsoft.KeyVault/vaults", "properties.networkAcls.bypass", "None"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "true"),
        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "true"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "true"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false"),
        ("Microsoft.Web/sites", "kind", "functionapp,linux"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.runtime.name", "dotnet-isolated"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.runtime.version", "10.0"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.type", "blobContainer"),
        (
            "Microsoft.Web/sites",
            "properties.functionAppConfig.deployment.storage.authentication.type",
            "UserAssignedIdentity"
        ),
        ("Microsoft.Web/serverfarms", "sku.name", "FC1"),
    ];

    public static IEnumerable<string> Findings(Deployment deployment)
    {
        foreach (var (type, path, expected) in Table)
        {
            foreach (var resource in deployment.Of(type).Where(resource => resource[path] != expected))
            {
                yield return $"{path} of {resource} must be {expected}";
            }
        }

        // Passwords for publishing are on unless told otherwise.
        foreach (
            var name in ((string[])["ftp", "scm"]).Where(name =>
                deployment
                    .Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
                    .All(policy => !policy.Name.EndsWith($"/{name}", StringComparison.Ordinal))
            )
        )
        {
            yield return $"the app has no publishing policy '{name}' that turns passwords off";
        }

        var delegations =
            from network in deployment.Of("Microsoft.Network/virtualNetworks")
            from subnet in network.List("properties.subnets")
            where subnet.GetProperty("properties").TryGetProperty("delegations", out _)
            from delegation in subnet.GetProperty("properties").GetProperty("delegations").EnumerateArray()
            select delegation.GetProperty("properties").GetProperty("serviceName").GetString();
        foreach (var delegation in delegations.Where(name => name != "Microsoft.App/environments"))
        {
            yield return $"the app's subnet is delegated to '{delegation}', and not to Microsoft.App/environments";
        }
    }
}
