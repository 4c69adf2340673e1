namespace SmsGateway.Tests.Infra;

/// <summary>
/// A mistake somebody could make in infra/, and words of the sentence that must tell it. Mistakes with the same number can be made
/// at once, so that the compiler is not asked for each.
/// </summary>
internal sealed record Mutation(int Together, string File, string Before, string After, string Expected)
{
    public override string ToString() =>
        $"{File}: {(After.Trim().Length > 0 ? After.Trim() : "without " + Before.Trim())}";
}

internal static class Mutations
{
    private const string App = "modules/app.bicep";
    private const string Parameters = "main.bicepparam";
    private const string Role = "modules/roles.bicep";
    private const string Storage = "modules/storage.bicep";
    private const string Homepage = "AzureWebJobsDisableHomepage: 'true'";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        // Settings that nobody reads or takes.
        new(
            1,
            App,
            "Store__AccountName:",
            "Store__AcountName:",
            "Store__AcountName: is not a known setting; did you mean AccountName?"
        ),
        new(2, App, "KeyVault__Uri:", "KeyVault__Url:", "KeyVault__Url: is not a known setting; did you mean Uri?"),
        new(
            1,
            App,
            Homepage,
            "AzureWebJobsDisableHomePages: 'true'",
            "nobody reads the setting 'AzureWebJobsDisableHomePages'; did you mean 'AzureWebJobsDisableHomepage'?"
        ),
        new(
            2,
            App,
            Homepage,
            "FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'",
            "'FUNCTIONS_WORKER_RUNTIME' is not allowed on Flex Consumption"
        ),
        new(3, App, Homepage, "Secrets__x: 'y'", "'Secrets__x' is for local runs"),
        new(
            1,
            App,
            "Store__credential: 'managedidentity'",
            "Store__credential: 'key'",
            "'Store__credential' must be 'managedidentity'"
        ),
        new(
            1,
            App,
            "    AZURE_CLIENT_ID: identity.properties.clientId\n",
            "",
            "'AZURE_CLIENT_ID' is not the client id"
        ),
        new(
            2,
            App,
            "Store__clientId: identity.properties.clientId",
            "Store__clientId: identity.properties.principalId",
            "'Store__clientId' is not the client id"
        ),
        new(
            1,
            Parameters,
            "TimeToLive: '00:05:00'",
            "TimeToLive: '5'",
            "Gateway__Delivery__TimeToLive: must be a duration"
        ),
        new(4, Parameters, "SigningSecretName:", "SigningSecret:", "\"SigningSecret\" is not allowed"),
        // Names that the code does not know.
        new(
            1,
            "main.bicep",
            "'sms-send'",
            "'sms-sent'",
            "queue 'sms-sent' is not one that the code or the platform uses; did you mean 'sms-send'?"
        ),
        new(2, "main.bicep", "'sms-send'", "'sms-sent'", "there is no queue 'sms-send'"),
        new(
            1,
            "main.bicep",
            "'dead-letters'",
            "'deadletters'",
            "container 'deadletters' is not one that the code or the platform uses; did you mean 'dead-letters'?"
        ),
        new(
            6,
            "main.bicep",
            "'admission'",
            "'admissions'",
            "table 'admissions' is not one that the code or the platform uses; did you mean 'admission'?"
        ),
        new(
            6,
            "main.bicep",
            "'${deadLetterContainerName}/2'",
            "'${deadLetterContainerName}/'",
            "what begins 'dead-letters/' is deleted, and 'dead-letters/admission/lists' with it"
        ),
        new(
            1,
            "main.bicep",
            "'DeliverMessage'",
            "'DeliverMessages'",
            "always-ready 'function:DeliverMessages' is neither"
        ),
        new(
            2,
            App,
            "'function:${deliveryFunctionName}'",
            "deliveryFunctionName",
            "always-ready 'DeliverMessage' is neither"
        ),
        // Files that do not fit together.
        new(
            4,
            "main.bicep",
            "    storeAccountName: storeName\n    sendQueueName",
            "    storeAccountName: storeName\n    storeAccountNam: 'x'\n    sendQueueName",
            "\"storeAccountNam\" is not allowed"
        ),
        new(
            4,
            "main.bicep",
            "    vaultName: vaultName\n    componentName: componentName\n    vaultOfficerId",
            "    componentName: componentName\n    vaultOfficerId",
            "missing the following required properties: \"vaultName\""
        ),
        new(
            4,
            "main.bicep",
            "app.outputs.url}/api/sms",
            "app.outputs.urls}/api/sms",
            "does not contain property \"urls\""
        ),
        new(
            4,
            "main.bicep",
            "    zoneRedundant: zoneRedundant\n",
            "    zoneRedundant: 'yes'\n",
            "expected a value of type \"bool\""
        ),
        new(4, "main.bicep", "'modules/workbook.bicep'", "'modules/wrkbook.bicep'", "modules/wrkbook.bicep"),
        new(
            4,
            "main.bicep",
            "    location: location\n    name: identityName",
            "    location: loction\n    name: identityName",
            "\"loction\" does not exist"
        ),
        new(
            4,
            Parameters,
            "param environmentName",
            "param enviromentName",
            "\"enviromentName\" is assigned in the params file without being declared"
        ),
        new(
            5,
            Parameters,
            "param environmentName",
            "param enviromentName",
            "missing an assignment in the params file: \"environmentName\""
        ),
        new(5, "main.bicep", "targetScope =", "targetScop =", "not recognized"),
        new(
            4,
            "modules/privateEndpoints.bicep",
            "id: network.id\n",
            "id: network.ids\n",
            "does not contain property \"ids\""
        ),
        // Secrets.
        new(
            3,
            Storage,
            "resource queueService",
            "output key string = account.listKeys().keys[0].value\n\nresource queueService",
            "outputs-should-not-contain-secrets"
        ),
        new(
            3,
            "modules/keyVault.bicep",
            "resource audit",
            "@secure()\nparam token string = newGuid()\n\noutput shown string = 'token: ${token}'\n\nresource audit",
            "outputs-should-not-contain-secrets: Outputs should not contain secrets. Found possible secret: secure value 'token'"
        ),
        new(
            6,
            Storage,
            "resource queueService",
            "output all object = { inner: { text: listKeys(account.id, '2024-01-01') } }\n\nresource queueService",
            "outputs-should-not-contain-secrets"
        ),
        new(
            1,
            "main.bicep",
            "output AZURE_LOCATION",
            "output text string = 'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc'\noutput AZURE_LOCATION",
            "output 'text' shows a secret"
        ),
        new(
            6,
            App,
            "KeyVault__Uri: 'https",
            "KeyVault__Uri: '@Microsoft.KeyVault(SecretUri=https",
            "setting 'KeyVault__Uri' holds a secret"
        ),
        new(
            6,
            App,
            Homepage,
            "AZURE_FUNCTIONS_ENVIRONMENT: plan.listKeys().x",
            "setting 'AZURE_FUNCTIONS_ENVIRONMENT' holds a secret"
        ),
        // Roles.
        new(
            3,
            Role,
            "4633458b-17de-408a-b874-0445c86b69e6",
            "4633458b-17de-408a-b874-0445c86b69e7",
            "is not in the list of roles"
        ),
        new(1, Role, "  scope: vault\n", "  scope: store\n", "no role for the vault"),
        new(2, Role, "  scope: admissionTable\n", "  scope: sendQueue\n", "no role for the table 'admission'"),
        new(6, Role, "  scope: vault\n", "", "is given on the whole group"),
        new(
            3,
            Role,
            "keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'",
            "keyVaultSecretsOfficer: '4633458b-17de-408a-b874-0445c86b69e6'",
            "is not given to the app's identity"
        ),
        // Doors.
        new(
            2,
            Storage,
            "allowSharedKeyAccess: false",
            "allowSharedKeyAccess: true",
            "properties.allowSharedKeyAccess of Microsoft.Storage/storageAccounts"
        ),
        new(
            2,
            "modules/keyVault.bicep",
            "    enablePurgeProtection: purgeProtection ? true : null\n",
            "",
            "properties.enablePurgeProtection of Microsoft.KeyVault/vaults"
        ),
        new(2, App, "httpsOnly: true", "httpsOnly: false", "properties.httpsOnly of Microsoft.Web/sites"),
        new(2, App, "name: 'ftp'", "name: 'web'", "has no publishing policy 'ftp'"),
        // Words that Azure's definitions leave open.
        new(2, App, "name: 'dotnet-isolated'", "name: 'dotnet-isolate'", "runtime.name of Microsoft.Web/sites"),
        new(2, App, "version: '10.0'", "version: '11.0'", "runtime.version of Microsoft.Web/sites"),
        new(2, App, "type: 'blobContainer'", "type: 'blobcontainer'", "storage.type of Microsoft.Web/sites"),
        new(
            2,
            "modules/alerts.bicep",
            "operator: 'GreaterThan'",
            "operator: 'GreatrThan'",
            "fires at an operator that nobody reads"
        ),
        new(
            2,
            "modules/network.bicep",
            "'Microsoft.App/environments'",
            "'Microsoft.App/enviroments'",
            "delegated to 'Microsoft.App/enviroments'"
        ),
        // Alerts.
        new(
            2,
            "modules/alerts.bicep",
            "window: 'PT10M'",
            "window: 'PT5M'",
            "looks back no further than to its last look"
        ),
        new(
            2,
            "modules/alerts.bicep",
            "union (requests",
            "union (dependencies), (requests",
            "counts calls that the platform makes"
        ),
        new(
            3,
            "modules/alerts.bicep",
            "    severity: 3\n",
            "    severity: 1\n",
            "wakes somebody for what the platform answers"
        ),
        // Parameters by their types.
        new(4, Parameters, "Subject: 'urn:Auth0'", "Subjekt: 'urn:Auth0'", "Did you mean \"Subject\"?"),
        new(4, Parameters, "Kind: 'Twilio'", "Kind: 'Twillio'", "Did you mean \"'Twilio'\"?"),
    ];
}
