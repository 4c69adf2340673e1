namespace SmsGateway.Callers;

/// <summary>When a caller's token holds, and for how long. All times are seconds since 1970.</summary>
internal static class TokenTimes
{
    /// <summary>
    /// Tokens of ours live a minute. An end further away than a day is none: a slip, such as milliseconds for seconds, or somebody
    /// who wants a token for ever.
    /// </summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private static readonly double Skew = CallerAuthenticator.ClockSkew.TotalSeconds;

    /// <returns>Null when the token holds now.</returns>
    public static RefusalReason? Mistake(CallerOptions caller, TokenClaims claims, double now)
    {
        if (claims.Expires is { } expires && now >= expires + Skew)
        {
            return RefusalReason.Expired;
        }

        if (claims.NotBefore is { } notBefore && now < notBefore - Skew)
        {
            return RefusalReason.NotYetValid;
        }

        if (caller.RequireExpiration)
        {
            if (claims.Expires is not { } end)
            {
                return RefusalReason.NoExpiration;
            }

            if (end > now + LongestLife.TotalSeconds + Skew)
            {
                return RefusalReason.ExpiresTooLate;
            }
        }

        if (caller.MaxTokenAge is not { } maxAge)
        {
            return null;
        }

        return claims.IssuedAt is { } issuedAt && issuedAt <= now + Skew && now < issuedAt + maxAge.TotalSeconds + Skew
            ? null
            : RefusalReason.TooOld;
    }

    /// <summary>
    /// How far apart two requests with one token can be. It does not depend on when the first one came, which nobody remembers;
    /// both clocks may be off. Of a token that tells its end and not its beginning, any time.
    /// </summary>
    /// <param name="caller">Whose token it is.</param>
    /// <param name="claims">Of a token that holds now.</param>
    /// <param name="now">By the gateway's clock.</param>
    /// <returns>Null when it never ends.</returns>
    public static TimeSpan? Life(CallerOptions caller, TokenClaims claims, double now)
    {
        if (claims.Expires is null && caller.MaxTokenAge is null)
        {
            return null;
        }

        // An iat that is still to come decides nothing.
        var byExpiry =
            claims.Expires is { } expires && claims.IssuedAt is { } issuedAt && issuedAt <= now + Skew
                ? expires - issuedAt
                : double.PositiveInfinity;
        var byAge = caller.MaxTokenAge?.TotalSeconds ?? double.PositiveInfinity;
        var seconds = Math.Min(byExpiry, byAge) + (2 * Skew);
        return seconds < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLife;
    }
}
