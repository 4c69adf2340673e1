using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmsGateway.Azure;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Operators;
using SmsGateway.Secrets;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class KeyVaultServicesTests
{
    private static readonly Uri Vault = new("https://name.vault.azure.net/");

    [Fact]
    public void With_an_address_secrets_come_from_the_vault_in_the_functions_app_too()
    {
        var builder = AppInMemory.CreateBuilder([
            "--Store:Kind=AzureStorage",
            "--Store:ConnectionString=UseDevelopmentStorage=true",
            .. VaultSettings.For(Vault).Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);
        using var host = builder.Build();

        Assert.IsType<KeyVaultSecretStore>(host.Services.GetRequiredService<ISecretStore>());
        Assert.Equal(Vault, host.Services.GetRequiredService<SecretClient>().VaultUri);
        Assert.Single(host.Services.GetServices<IHostedService>().OfType<StartupCheck>());
    }

    [Fact]
    public void Without_an_address_they_come_from_the_configuration()
    {
        using var host = AppInMemory.CreateBuilder(AppInMemory.Configuration).Build();

        Assert.IsType<ConfigurationSecretStore>(host.Services.GetRequiredService<ISecretStore>());
        Assert.Null(host.Services.GetService<SecretClient>());
    }

    [Theory]
    [InlineData("name.vault.azure.net")]
    [InlineData("http://name.vault.azure.net/")]
    [InlineData("http://127.0.0.1:8443/")]
    [InlineData("https://name.vault.azure.net/secrets/signing")]
    [InlineData("https://name.vault.azure.net/?a=b")]
    [InlineData("https://user:pass@name.vault.azure.net/")]
    [InlineData("name")]
    public void A_wrong_address_is_told_with_all_other_mistakes_and_not_quoted(string address)
    {
        var settings = VaultSettings.For(Vault);
        settings["KeyVault:Uri"] = address;
        settings["KeyVault:Url"] = address;
        settings["Gateway:Carriers:twilio:AuthTokenSecretName"] = "carrier_token";

        var configuration = Configuration(settings);
        var errors = new List<string>();
        GatewayOptions.Read(configuration, errors, KeyVaultOptions.NameRule(configuration, errors));

        Assert.Equal(
            [
                "Gateway__Carriers__twilio__AuthTokenSecretName: a secret's name in a vault is 1 to 127 letters, digits and dashes",
                "KeyVault__Uri: must be the https address of a vault and nothing more, such as https://name.vault.azure.net/",
                "KeyVault__Url: is not a known setting; did you mean Uri?",
            ],
            errors.Order(StringComparer.Ordinal)
        );
        Assert.Throws<GatewayConfigurationException>(() => new ServiceCollection().AddKeyVaultSecrets(configuration));
    }

    [Theory]
    [InlineData("https://name.vault.azure.net")]
    [InlineData("https://name.vault.usgovcloudapi.net/")]
    [InlineData("https://127.0.0.1:8443/")]
    [InlineData("https://localhost:8443")]
    public void A_right_address_is_taken(string address)
    {
        var errors = new List<string>();

        var options = KeyVaultOptions.Read(Configuration(new() { ["KeyVault:Uri"] = address }), errors);

        Assert.Equal(new Uri(address), options?.Uri);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(null, null, typeof(DefaultAzureCredential))]
    [InlineData(null, "00000000-0000-0000-0000-000000000001", typeof(DefaultAzureCredential))]
    [InlineData("http://127.0.0.1:1/msi/token", null, typeof(ManagedIdentityCredential))]
    [InlineData(
        "http://127.0.0.1:1/msi/token",
        "00000000-0000-0000-0000-000000000001",
        typeof(ManagedIdentityCredential)
    )]
    public void In_azure_the_managed_identity_is_used_and_nothing_else(string? endpoint, string? clientId, Type type)
    {
        TokenCredential credential = AzureCredential.Create(
            Configuration(new() { ["IDENTITY_ENDPOINT"] = endpoint, ["AZURE_CLIENT_ID"] = clientId })
        );

        Assert.IsType(type, credential);
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
