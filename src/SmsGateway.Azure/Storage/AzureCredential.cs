using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace SmsGateway.Azure.Storage;

/// <summary>The one identity of this process.</summary>
internal static class AzureCredential
{
    /// <summary>
    /// In Azure (the platform sets <c>IDENTITY_ENDPOINT</c>) its managed identity and nothing else: a chain that falls through to
    /// other credentials is slow to fail and hides a missing role. Elsewhere whatever the developer is signed in with.
    /// </summary>
    public static TokenCredential Create(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["IDENTITY_ENDPOINT"])
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
                ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                : ManagedIdentityId.SystemAssigned);
}
