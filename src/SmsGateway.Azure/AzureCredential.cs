using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace SmsGateway.Azure;

/// <summary>The one identity the gateway shows to Azure's services.</summary>
internal static class AzureCredential
{
    /// <summary>
    /// In Azure, which is known by <c>IDENTITY_ENDPOINT</c>, the managed identity that <c>AZURE_CLIENT_ID</c> names (the system's
    /// without it) and nothing else, so that a failure is told as what it is. Elsewhere whatever the developer is signed in with.
    /// </summary>
    public static TokenCredential Create(IConfiguration configuration) =>
        configuration["IDENTITY_ENDPOINT"] is not { Length: > 0 }
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(
                configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
                    ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                    : ManagedIdentityId.SystemAssigned
            );
}
