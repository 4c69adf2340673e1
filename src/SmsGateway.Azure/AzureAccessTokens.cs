using System.Collections.Concurrent;
using Azure.Core;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;

namespace SmsGateway.Azure;

/// <summary>Access tokens of the gateway's identity, one for each scope.</summary>
internal sealed class AzureAccessTokens(
    TokenCredential credential,
    TimeProvider time,
    ILogger<AzureAccessTokens> logger
) : IAccessTokenSource
{
    private readonly ConcurrentDictionary<string, SharedToken> _tokens = new(StringComparer.Ordinal);

    public ValueTask<string> GetAsync(string scope, CancellationToken cancellationToken) =>
        _tokens.GetOrAdd(scope, asked => new SharedToken(credential, asked, time, logger)).GetAsync(cancellationToken);
}
