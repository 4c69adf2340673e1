using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>
/// Decides which configured caller, if any, an <c>Authorization</c> header proves. Subject and audience choose the callers
/// whose keys are tried; a token that fits no caller is checked against a key nobody has, so that the time taken does not
/// tell which check failed.
/// </summary>
public sealed partial class CallerAuthenticator(CallerWatch watch, ISecretStore secrets, TimeProvider time)
{
    /// <summary>Clock difference tolerated on <c>exp</c>, <c>nbf</c> and <c>iat</c>.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private const string BearerPrefix = "Bearer ";

    private static readonly SecurityKey NobodysKey = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64));

    private readonly ConcurrentDictionary<string, SigningKeys> _keys = new();
    private readonly FreshSecrets _fresh = new(secrets, time);

    /// <param name="authorization">Every value of the header, as received.</param>
    public async ValueTask<CallerResult> CheckAsync(
        IReadOnlyList<string?> authorization,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(authorization);
        var result = await CheckHeaderAsync(authorization, cancellationToken);
        switch (result)
        {
            // One that is for a single body is not known to fit before that is there.
            case CallerResult.Authenticated { Token.BodyHash: null, Caller.Name: var name }:
                watch.Fits(name);
                break;
            case CallerResult.Refused { Reason: var reason, Claimed: var claimed }:
                watch.Misfits(reason, claimed);
                break;
        }

        return result;
    }

    /// <summary>The last check of a token, when the body has come.</summary>
    /// <returns>Whether it may come with this body.</returns>
    public bool FitsBody(CallerResult.Authenticated authenticated, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(authenticated);
        var fits = authenticated.Token.Fits(body);
        if (fits)
        {
            watch.Fits(authenticated.Caller.Name);
        }
        else
        {
            watch.Misfits(RefusalReason.BodyHash, authenticated.Caller.Name);
        }

        return fits;
    }

    private async ValueTask<CallerResult> CheckHeaderAsync(
        IReadOnlyList<string?> authorization,
        CancellationToken cancellationToken
    )
    {
        if (authorization is not [{ } header])
        {
            return new CallerResult.Refused(authorization.Count > 1 ? RefusalReason.Repeated : RefusalReason.Missing);
        }

        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new CallerResult.Refused(RefusalReason.NotBearer);
        }

        return await CheckTokenAsync(header[BearerPrefix.Length..].Trim(), cancellationToken);
    }

    private async ValueTask<CallerResult> CheckTokenAsync(string token, CancellationToken cancellationToken)
    {
        var claims = TokenClaims.Read(token);
        var first = await CheckAllAsync(watch.Callers, claims, token, cancellationToken);
        if (first.Proven is { } known)
        {
            return known;
        }

        // Another's read may have brought a new version while this token was being checked.
        var tried = await _fresh.KnownAsync(
            first.InDoubt.SelectMany(caller => caller.SecretNames.Values),
            cancellationToken
        );
        var again = await CheckAllAsync(first.InDoubt, claims, token, cancellationToken);
        if (again.Proven is { } knownNow)
        {
            return knownNow;
        }

        // A secret may have been rotated since it was read; the store limits how often this asks. All secrets of a caller in
        // doubt are asked for, whichever did not fit, and all is checked again, changed or not: the time taken does not tell which it was.
        var isRead = await _fresh.ReadAsync(tried, cancellationToken);
        var second = await CheckAllAsync(first.InDoubt, claims, token, cancellationToken);
        if (second.Proven is { } proven)
        {
            return proven;
        }

        // Not read anew, a secret that does not fit may be an old one: nobody is told that the token is bad, and it is no caller's fault.
        var last = second.Refusal > first.Refusal ? second : first;
        return isRead
            ? new CallerResult.Refused(last.Refusal, last.Claimed)
            : new CallerResult.Refused(RefusalReason.SecretUnavailable);
    }

    private async ValueTask<Round> CheckAllAsync(
        IReadOnlyList<CallerOptions> candidates,
        TokenClaims? claims,
        string token,
        CancellationToken cancellationToken
    )
    {
        var refusal = claims is null ? RefusalReason.Malformed : RefusalReason.Subject;
        List<string> claimed = [];
        List<CallerOptions> inDoubt = [];
        foreach (var caller in candidates)
        {
            Mismatch found;
            try
            {
                var verdict =
                    caller.Scheme == CallerScheme.StaticBearer
                        ? await CheckBearerAsync(caller, token, cancellationToken)
                    : claims is null ? new Mismatch(RefusalReason.Malformed, InDoubt: false)
                    : await CheckJwtAsync(caller, claims, cancellationToken);
                if (verdict.Proven is { } proven)
                {
                    return new Round(proven, refusal, [], []);
                }

                found = verdict.Mismatch;
            }
            catch (SecretUnavailableException)
            {
                // Of this caller; the others' secrets may be there.
                found = new Mismatch(RefusalReason.SecretUnavailable, InDoubt: false);
            }

            // Of several callers' mismatches, the one that came furthest explains most.
            if (found.Reason > refusal)
            {
                refusal = found.Reason;
                claimed.Clear();
            }

            if (found.Reason == refusal && refusal is >= RefusalReason.Algorithm and < RefusalReason.SecretUnavailable)
            {
                claimed.Add(caller.Name);
            }

            if (found.InDoubt)
            {
                inDoubt.Add(caller);
            }
        }

        if (claims is not null && refusal < RefusalReason.Signature)
        {
            HasSignature(claims, [NobodysKey], SecurityAlgorithms.HmacSha256);
        }

        return new Round(null, refusal, claimed, inDoubt);
    }

    private async ValueTask<Verdict> CheckBearerAsync(
        CallerOptions caller,
        string token,
        CancellationToken cancellationToken
    )
    {
        var secret = await secrets.GetAsync(caller.SigningSecretName, cancellationToken);
        return EqualsSecret(token, secret)
            ? new CallerResult.Authenticated(caller, secret)
            : new Mismatch(RefusalReason.Malformed, InDoubt: true);
    }

    private async ValueTask<Verdict> CheckJwtAsync(
        CallerOptions caller,
        TokenClaims claims,
        CancellationToken cancellationToken
    )
    {
        if (await FirstMismatchAsync(caller, claims, cancellationToken) is { } mismatch)
        {
            return mismatch;
        }

        var secret = await secrets.GetAsync(caller.SigningSecretName, cancellationToken);
        var keys = Keys(caller, secret);
        if (!HasSignature(claims, keys.For(claims.Algorithm), claims.Algorithm))
        {
            return new Mismatch(RefusalReason.Signature, InDoubt: true);
        }

        var now = SteadyTime.ByMachine(time, time.GetUtcNow()).ToUnixTimeMilliseconds() / 1000.0;
        if (TokenTimes.Mistake(caller, claims, now) is { } reason)
        {
            return new Mismatch(reason, InDoubt: false);
        }

        // Before its body is read, which could not fit.
        return caller.RequireBodyHash && claims.BodyHash is null
            ? new Mismatch(RefusalReason.BodyHash, InDoubt: false)
            : new CallerResult.Authenticated(caller, secret)
            {
                Token = new(claims.Id, claims.BodyHash, TokenTimes.Life(caller, claims, now)),
            };
    }

    /// <summary>
    /// Uses the library for the signature alone. Its token handler takes tokens that must not be taken: with <c>crit</c> in the
    /// header, a claim given twice (the later wins), a subject that is a number, padding on the signature. In the
    /// tests it is the judge: what is taken here, it must take too.
    /// </summary>
    private static bool HasSignature(TokenClaims claims, IReadOnlyList<SecurityKey> keys, string algorithm)
    {
        foreach (var key in keys)
        {
            using var provider = new SymmetricSignatureProvider(key, algorithm, willCreateSignatures: false);
            if (provider.Verify(claims.Signed, claims.Signature))
            {
                return true;
            }
        }

        return false;
    }

    private SigningKeys Keys(CallerOptions caller, SecretVersions versions)
    {
        if (_keys.TryGetValue(caller.Name, out var keys) && ReferenceEquals(keys.Versions, versions))
        {
            return keys;
        }

        try
        {
            keys = new SigningKeys(versions, caller.SigningSecretEncoding);
        }
        catch (FormatException)
        {
            throw new SecretUnavailableException(
                $"The signing secret of caller '{caller.Name}' is empty, or not in its SigningSecretEncoding."
            );
        }

        _keys[caller.Name] = keys;
        return keys;
    }
}
