namespace SmsGateway.Tests.Infra;

/// <summary>
/// The app's identity has a role for everything that its settings name: who names a resource in a setting is going to use it. No
/// other role is given, and none is wider than a resource.
/// </summary>
internal static class Roles
{
    private const string BlobOwner = "Storage Blob Data Owner";
    private const string BlobContributor = "Storage Blob Data Contributor";
    private const string QueueContributor = "Storage Queue Data Contributor";
    private const string TableContributor = "Storage Table Data Contributor";
    private const string SecretsUser = "Key Vault Secrets User";
    private const string SecretsOfficer = "Key Vault Secrets Officer";
    private const string MetricsPublisher = "Monitoring Metrics Publisher";

    /// <summary>Built-in roles; their ids are the same everywhere.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = BlobOwner,
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = BlobContributor,
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = QueueContributor,
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = TableContributor,
        ["4633458b-17de-408a-b874-0445c86b69e6"] = SecretsUser,
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = SecretsOfficer,
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = MetricsPublisher,
    };

    public static IEnumerable<string> Findings(Deployment deployment)
    {
        var site = deployment.Of("Microsoft.Web/sites").Single();
        var identity = site.Members("identity.userAssignedIdentities").Single().Name;
        var settings = AppSettings.Of(deployment);
        var needs = Needs(deployment, site, settings).ToList();
        var given = deployment.Of("Microsoft.Authorization/roleAssignments").Select(Given).ToList();
        var own = given
            .Where(role =>
                role.Principal.StartsWith($"[reference('{identity}',", StringComparison.Ordinal)
                && role.Principal.EndsWith(".principalId]", StringComparison.Ordinal)
            )
            .ToList();
        return
        [
            .. given
                .Where(role => role.Name.Length == 0)
                .Select(role => $"a role on {role.Scope} is not in the list of roles"),
            .. given
                .Where(role => !role.Scope.Contains("/providers/", StringComparison.Ordinal))
                .Select(role => $"'{role.Name}' is given on the whole group"),
            .. given
                .Except(own)
                .Where(role => role.Name != SecretsOfficer)
                .Select(role => $"'{role.Name}' on {role.Scope} is not given to the app's identity"),
            .. own.Where(role => !needs.Any(need => Covers(role, need)))
                .Select(role => $"nothing needs '{role.Name}' on {role.Scope}"),
            .. needs
                .Where(need => !own.Any(role => Covers(role, need)))
                .Select(need =>
                    $"the app's identity has no role for the {need.What}: {string.Join(" or ", need.Roles)}"
                ),
            .. ClientIds(settings, identity),
        ];
    }

    private static (string Name, string Scope, string Principal) Given(DeployedResource assignment) =>
        (
            Names.GetValueOrDefault(assignment["properties.roleDefinitionId"]!.Split('/')[^1], ""),
            assignment.Id.Split("/providers/Microsoft.Authorization/")[0],
            assignment["properties.principalId"]!
        );

    /// <summary>A role on a resource counts for everything below it.</summary>
    private static bool Covers(
        (string Name, string Scope, string Principal) role,
        (string What, string Id, string[] Roles) need
    ) =>
        need.Roles.Contains(role.Name)
        && role.Scope.Contains("/providers/", StringComparison.Ordinal)
        && $"{need.Id}/".StartsWith($"{role.Scope}/", StringComparison.Ordinal);

    private static IEnumerable<(string What, string Id, string[] Roles)> Needs(
        Deployment deployment,
        DeployedResource site,
        IReadOnlyDictionary<string, string> settings
    )
    {
        string IdOf(string type, string setting) =>
            deployment
                .Of(type)
                .Where(resource =>
                    settings.GetValueOrDefault(setting, "").Contains(resource.Name, StringComparison.Ordinal)
                )
                .Select(resource => resource.Id)
                .SingleOrDefault($"(no setting '{setting}' that names one)");
        var store = IdOf("Microsoft.Storage/storageAccounts", "Store__AccountName");
        var host = IdOf("Microsoft.Storage/storageAccounts", "AzureWebJobsStorage__accountName");
        return
        [
            .. CodeFacts.Queues.Select(queue =>
                ($"queue '{queue}'", $"{store}/queueServices/default/queues/{queue}", new[] { QueueContributor })
            ),
            .. CodeFacts.Containers.Select(container =>
                (
                    $"container '{container}'",
                    $"{store}/blobServices/default/containers/{container}",
                    new[] { BlobContributor }
                )
            ),
            .. CodeFacts.Tables.Select(table =>
                ($"table '{table}'", $"{store}/tableServices/default/tables/{table}", new[] { TableContributor })
            ),
            ("platform's own blobs", host, [BlobOwner]),
            ("platform's own table", host, [TableContributor]),
            (
                "app's package",
                $"{host}/blobServices/default/containers/{StorageNames.PackageContainer(site)}",
                [BlobContributor, BlobOwner]
            ),
            ("vault", IdOf("Microsoft.KeyVault/vaults", "KeyVault__Uri"), [SecretsUser]),
            (
                "telemetry",
                IdOf("Microsoft.Insights/components", "APPLICATIONINSIGHTS_CONNECTION_STRING"),
                [MetricsPublisher]
            ),
        ];
    }

    /// <summary>A user-assigned identity has to be named to each library that is to use it.</summary>
    private static IEnumerable<string> ClientIds(IReadOnlyDictionary<string, string> settings, string identity) =>
        settings
            .Keys.Where(name => name.EndsWith("__credential", StringComparison.Ordinal))
            .Select(name => name[..^"credential".Length] + "clientId")
            .Append("AZURE_CLIENT_ID")
            .Where(name =>
                settings.GetValueOrDefault(name) is not { } id
                || !id.StartsWith($"[reference('{identity}',", StringComparison.Ordinal)
                || !id.EndsWith(".clientId]", StringComparison.Ordinal)
            )
            .Select(name => $"'{name}' is not the client id of the app's identity");
}
