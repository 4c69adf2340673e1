using SmsGateway.InfraCheck;
using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Types;
using Xunit;

namespace SmsGateway.Tests.Infra;

public sealed class InfraCheckTests
{
    /// <summary>A definitions file of resource types, where there is one; .ci/run looks for it.</summary>
    private static readonly string? Definitions = Environment.GetEnvironmentVariable("INFRA_TYPES") is { Length: > 0 } path ? path : null;

    [Fact]
    public void Nothing_is_found_in_infra()
    {
        using var definitions = Definitions is null ? null : new TypeDefinitions(Definitions);
        var checker = new InfraChecker(InfraCopy.Source, definitions);

        var summary = checker.Check();

        Assert.Empty(checker.Findings.All);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', [.. summary, .. checker.Findings.Uncovered]));
    }

    [Theory]
    [InlineData("modules/app.bicep", "Store__AccountName:", "Store__AcountName:", "Store__AcountName: is not a known setting; did you mean AccountName?")]
    [InlineData("modules/app.bicep", "KeyVault__Uri:", "KeyVault__Url:", "KeyVault__Url: is not a known setting; did you mean Uri?")]
    [InlineData("modules/app.bicep", "AzureWebJobsDisableHomepage:", "AzureWebJobsDisableHomePages:", "nobody reads the setting 'AzureWebJobsDisableHomePages'; did you mean 'AzureWebJobsDisableHomepage'?")]
    [InlineData("modules/app.bicep", "AzureWebJobsDisableHomepage:", "FUNCTIONS_WORKER_RUNTIME:", "'FUNCTIONS_WORKER_RUNTIME' is not allowed on Flex Consumption")]
    [InlineData("modules/app.bicep", "AzureWebJobsDisableHomepage:", "Secrets__x:", "'Secrets__x' is for local runs")]
    [InlineData("modules/app.bicep", "Store__credential: 'managedidentity'", "Store__credential: 'key'", "'Store__credential' must be 'managedidentity'")]
    [InlineData("modules/app.bicep", "    AZURE_CLIENT_ID: identityClientId\n", "", "no setting 'AZURE_CLIENT_ID'")]
    [InlineData("main.bicepparam", "SigningSecretName:", "SigningSecret:", "Gateway__Callers__auth0__SigningSecret: is not a known setting")]
    [InlineData("main.bicepparam", "TimeToLive: '00:05:00'", "TimeToLive: '5'", "Gateway__Delivery__TimeToLive: must be a duration")]
    public void A_setting_that_nobody_reads_or_takes(string file, string before, string after, string expected)
    {
        using var infra = new InfraCopy();

        Assert.Contains(infra.Replace(file, before, after).Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("main.bicep", "'sms-send'", "'sms-sent'", "queue 'sms-sent' is not one that the code or the platform uses; did you mean 'sms-send'?")]
    [InlineData("main.bicep", "'sms-send'", "'sms-sent'", "there is no queue 'sms-send', which the code uses")]
    [InlineData("main.bicep", "'dead-letters'", "'deadletters'", "container 'deadletters' is not one that the code or the platform uses; did you mean 'dead-letters'?")]
    [InlineData("main.bicep", "'DeliverMessage'", "'DeliverMessages'", "always-ready 'DeliverMessages' is neither a group nor a function")]
    public void A_name_that_the_code_does_not_know(string file, string before, string after, string expected)
    {
        using var infra = new InfraCopy();

        Assert.Contains(infra.Replace(file, before, after).Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("main.bicep", "    storeAccountName: store.outputs.name\n", "    storeAccountName: store.outputs.name\n    storeAccountNam: 'x'\n", "has no parameter 'storeAccountNam'; did you mean 'storeAccountName'?")]
    [InlineData("main.bicep", "    vaultName: vault.outputs.name\n", "", "module 'roles' is not given 'vaultName', which infra/modules/roles.bicep requires")]
    [InlineData("main.bicep", "vault.outputs.name\n", "vault.outputs.names\n", "there is no 'names'; did you mean 'name'?")]
    [InlineData("main.bicep", "zoneRedundant: zoneRedundant\n", "zoneRedundant: 'yes'\n", "parameter 'zoneRedundant' must be of type bool, and is 'yes'")]
    [InlineData("main.bicep", "'modules/roles.bicep'", "'modules/rolls.bicep'", "there is no file 'modules/rolls.bicep'")]
    [InlineData("main.bicep", "location: location\n", "location: loction\n", "there is no 'loction'; did you mean 'location'?")]
    [InlineData("main.bicepparam", "param environmentName", "param enviromentName", "infra/main.bicep has no parameter 'enviromentName'; did you mean 'environmentName'?")]
    [InlineData("main.bicepparam", "param environmentName", "param enviromentName", "'environmentName' is not given, which infra/main.bicep requires")]
    [InlineData("main.bicep", "targetScope", "targetScop", "infra/main.bicep:7:1: expected a statement")]
    public void Files_that_do_not_fit_together(string file, string before, string after, string expected)
    {
        using var infra = new InfraCopy();

        Assert.Contains(infra.Replace(file, before, after).Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("modules/storage.bicep", "\noutput key string = account.listKeys().keys[0].value\n", "output 'key' shows a secret: the answer of account.listKeys()")]
    [InlineData("modules/keyVault.bicep", "\n@secure()\nparam token string = newGuid()\n\noutput shown string = 'token: ${token}'\n", "output 'shown' shows a secret: secure parameter 'token'")]
    [InlineData("modules/storage.bicep", "\noutput all object = { inner: { text: listKeys(account.id, '2024-01-01') } }\n", "output 'all' shows a secret: the answer of listKeys()")]
    [InlineData("main.bicep", "\noutput text string = 'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc'\n", "it has the form of a connection string with a key")]
    public void A_secret_in_an_output(string file, string added, string expected)
    {
        using var infra = new InfraCopy();
        infra.Write(file, infra.Read(file) + added);

        Assert.Contains(infra.Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_in_a_setting()
    {
        using var infra = new InfraCopy();
        infra.Replace("modules/app.bicep", "KeyVault__Uri: vaultUri", "KeyVault__Uri: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/x)'");

        Assert.Contains(infra.Findings(), finding => finding.Contains("setting 'KeyVault__Uri' holds a secret", StringComparison.Ordinal));
    }

    /// <summary>Without these two everything still works that the gateway itself does.</summary>
    private static readonly string[] NotTheGateways = ["secretsOfficerRole", "hostTableRole"];

    [Fact]
    public void A_role_that_is_missing()
    {
        using var infra = new InfraCopy();
        var text = infra.Read("modules/roles.bicep");
        var assignments = Parser.Parse("", "", text).Of<ResourceDeclaration>()
            .Where(resource => resource.Type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal) && !NotTheGateways.Contains(resource.Name))
            .ToList();

        Assert.NotEmpty(assignments);
        foreach (var assignment in assignments)
        {
            infra.Write("modules/roles.bicep", Without(text, assignment));
            Assert.Contains(infra.Findings(), finding => finding.Contains("the app's identity has no role for", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("4633458b-17de-408a-b874-0445c86b69e6", "4633458b-17de-408a-b874-0445c86b69e7", "is not in the list of roles")]
    [InlineData("scope: vault\n", "scope: store\n", "no role for the vault")]
    [InlineData("  scope: vault\n", "", "gives its role on everything there is")]
    public void A_role_that_is_wrong(string before, string after, string expected)
    {
        using var infra = new InfraCopy();

        Assert.Contains(infra.Replace("modules/roles.bicep", before, after).Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "properties.allowSharedKeyAccess of 'account' must be false")]
    [InlineData("modules/keyVault.bicep", "enablePurgeProtection: true\n", "\n", "must be true")]
    [InlineData("modules/app.bicep", "httpsOnly: true", "httpsOnly: false", "properties.httpsOnly of 'app' must be true")]
    [InlineData("modules/app.bicep", "name: 'ftp'", "name: 'scm'", "has no publishing policy 'ftp'")]
    public void A_door_that_is_left_open(string file, string before, string after, string expected)
    {
        using var infra = new InfraCopy();

        Assert.Contains(infra.Replace(file, before, after).Findings(), finding => finding.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>Both sides of a switch are looked at: the parameters file leaves the network out.</summary>
    [Fact]
    public void A_mistake_behind_a_switch_that_is_off()
    {
        using var infra = new InfraCopy();
        infra.Replace("main.bicep", "network!.outputs.networkId", "network!.outputs.networkIds");

        Assert.Contains(infra.Findings(), finding => finding.Contains("there is no 'networkIds'", StringComparison.Ordinal));
    }

    private static string Without(string text, ResourceDeclaration resource)
    {
        var lines = text.Split('\n').ToList();
        var first = resource.At.Line - 1;
        lines.RemoveRange(first, lines.FindIndex(first, line => line == "}") - first + 1);
        return string.Join('\n', lines);
    }
}
