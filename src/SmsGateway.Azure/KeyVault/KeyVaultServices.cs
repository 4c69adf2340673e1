using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmsGateway.Configuration;
using SmsGateway.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>Registers secrets from Key Vault.</summary>
public static class KeyVaultServices
{
    /// <summary>With <c>KeyVault__Uri</c>, secrets come from that vault instead of the configuration; to be called after the core's registration.</summary>
    /// <exception cref="GatewayConfigurationException">The setting is wrong.</exception>
    public static IServiceCollection AddKeyVaultSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        var errors = new List<string>();
        var options = KeyVaultOptions.Read(configuration, errors);
        GatewayConfigurationException.ThrowIfAny(errors);
        if (options is null)
        {
            return services;
        }

        services.TryAddSingleton(_ => AzureCredential.Create(configuration));
        services.TryAddSingleton(provider => new SecretClient(
            options.Uri,
            provider.GetRequiredService<TokenCredential>(),
            ClientOptions()
        ));
        services.AddSingleton<KeyVaultSecretStore>();
        return services.Replace(
            ServiceDescriptor.Singleton<ISecretStore>(provider => provider.GetRequiredService<KeyVaultSecretStore>())
        );
    }

    private static SecretClientOptions ClientOptions()
    {
        var options = new SecretClientOptions();
        KeyVaultTimes.Limit(options);
        return options;
    }
}
