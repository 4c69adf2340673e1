using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;

namespace SmsGateway.Azure;

/// <summary>Registers the gateway's identity for carriers that know it by that; the same for both heads.</summary>
public static class AzureIdentityServices
{
    /// <summary>Without one of these nobody has given this process an identity; what a developer is signed in with is no gateway's.</summary>
    private static readonly string[] Signs =
    [
        "IDENTITY_ENDPOINT",
        "AZURE_CLIENT_ID",
        "Store:AccountName",
        "KeyVault:Uri",
    ];

    /// <summary>Access tokens, if the settings tell of an identity; to be called before the core's registration, which asks whether there are any.</summary>
    public static IServiceCollection AddAzureIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!Signs.Any(sign => configuration[sign] is { Length: > 0 }))
        {
            return services;
        }

        services.TryAddSingleton(_ => AzureCredential.Create(configuration));
        services.TryAddSingleton<IAccessTokenSource>(provider => new AzureAccessTokens(
            provider.GetRequiredService<TokenCredential>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AzureAccessTokens>>()
        ));
        return services;
    }
}
