using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>What must be shut, is; a value that is left out counts as open.</summary>
internal sealed class HardeningCheck : ICheck
{
    private static readonly (string Type, string Path, string Expected)[] Table =
    [
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true"),
        ("Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "true"),
        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "true"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "true"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "true"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false"),
    ];

    public void Run(Deployment deployment, Findings findings)
    {
        foreach (var (type, path, expected) in Table)
        {
            foreach (var resource in deployment.DeployedOf(type))
            {
                // A newer TLS is fine, too.
                if (resource.Property(path)?.Text is var text && text != expected && text is not ("TLS1_3" or "1.3"))
                {
                    findings.Add(resource.Property(path)?.At ?? resource.Declaration.At, $"{path} of '{resource.Declaration.Name}' must be {expected}");
                }
            }
        }

        // Passwords for publishing are on unless told otherwise. (ftpsState is not among the settings of Flex Consumption.)
        foreach (var site in deployment.DeployedOf("Microsoft.Web/sites"))
        {
            var policies = deployment.DeployedOf("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Where(policy => policy.Parent?.Id == site.Id).ToList();
            foreach (var name in ((string[])["ftp", "scm"]).Where(name => policies.All(policy => policy.Name.Text != name)))
            {
                findings.Add(site.Declaration.At, $"'{site.Declaration.Name}' has no publishing policy '{name}' that turns passwords off");
            }
        }
    }
}
