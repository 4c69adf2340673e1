using SmsGateway.Callers;
using SmsGateway.Queue;

namespace SmsGateway.Acceptance;

/// <summary>By what a message is known when it comes again.</summary>
internal static class DuplicateKey
{
    /// <param name="authenticated">Who posted it, with which token.</param>
    /// <param name="valid">The message.</param>
    /// <param name="window">How long the same text is one message, where nothing names it; zero: never.</param>
    /// <returns>Null when every request is a message of its own.</returns>
    public static IdempotencyKey? Of(
        CallerResult.Authenticated authenticated,
        MessageResult.Valid valid,
        TimeSpan window
    )
    {
        var (caller, secret, token) = (authenticated.Caller, authenticated.Secret.Current, authenticated.Token);
        var (name, message, code) = (caller.Name, valid.Message, valid.Code);
        // Before the token's: when Auth0 runs an Action anew, its token is a new one.
        if (valid.Context.CorrelationId is { } correlation)
        {
            return IdempotencyKey.Correlated(secret, name, message, correlation, code, caller.TimeToLive);
        }

        if (token.Id is { } tokenId)
        {
            return IdempotencyKey.OfToken(secret, name, message, tokenId, code, token.Life ?? caller.TimeToLive);
        }

        return window == TimeSpan.Zero ? null : IdempotencyKey.OfText(secret, name, message, window);
    }
}
