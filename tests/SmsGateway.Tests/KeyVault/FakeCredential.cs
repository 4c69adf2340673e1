using Azure.Core;

namespace SmsGateway.Tests.KeyVault;

/// <summary>Gives the one token that <see cref="FakeVault"/> takes; it has always expired, so that each request asks for it.</summary>
internal sealed class FakeCredential : TokenCredential
{
    public const string Token = "a-token-of-the-directory";

    /// <summary>Thrown instead of giving a token.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The scopes that were asked for.</summary>
    public List<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Scopes)
        {
            Scopes.AddRange(requestContext.Scopes);
        }

        return Failure is null ? new AccessToken(Token, DateTimeOffset.UnixEpoch) : throw Failure;
    }

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
