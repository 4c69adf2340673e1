using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SmsGateway.Configuration;
using SmsGateway.Ports;

namespace SmsGateway.Acceptance;

/// <summary>
/// Decides which configured caller, if any, an <c>Authorization</c> header proves. Subject and audience choose the callers
/// whose keys are tried; a token that fits no caller is checked against a key nobody has, so that the time taken does not
/// tell which check failed.
/// </summary>
public sealed class CallerAuthenticator(IReadOnlyList<CallerOptions> callers, ISecretStore secrets, TimeProvider time)
{
    /// <summary>Clock difference tolerated on <c>exp</c>, <c>nbf</c> and <c>iat</c>.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private const string BearerPrefix = "Bearer ";

    private static readonly SecurityKey NobodysKey = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64));

    private readonly ConcurrentDictionary<string, SigningKeys> _keys = new();

    /// <param name="authorization">Every value of the header, as received.</param>
    /// <param name="cancellationToken">Ends the wait for a secret.</param>
    public async ValueTask<CallerCheck> CheckAsync(IReadOnlyList<string?> authorization, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        if (authorization is not [{ } header])
        {
            return new CallerCheck.Refused(authorization.Count > 1 ? RefusalReason.Repeated : RefusalReason.Missing);
        }

        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new CallerCheck.Refused(RefusalReason.NotBearer);
        }

        return await CheckTokenAsync(header[BearerPrefix.Length..].Trim(), cancellationToken);
    }

    private async ValueTask<CallerCheck> CheckTokenAsync(string token, CancellationToken cancellationToken)
    {
        var claims = TokenClaims.Read(token);
        var refusal = claims is null ? RefusalReason.Malformed : RefusalReason.Subject;
        foreach (var caller in callers)
        {
            RefusalReason? mismatch;
            try
            {
                mismatch = caller.Scheme == CallerScheme.StaticBearer
                    ? await CheckBearerAsync(caller, token, cancellationToken)
                    : claims is null ? RefusalReason.Malformed : await CheckJwtAsync(caller, claims, cancellationToken);
            }
            catch (SecretUnavailableException)
            {
                // Of this caller; the others' secrets may be there.
                mismatch = RefusalReason.SecretUnavailable;
            }

            if (mismatch is null)
            {
                return new CallerCheck.Authenticated(caller);
            }

            // Of several callers' mismatches, the one that came furthest explains most.
            refusal = mismatch > refusal ? mismatch.Value : refusal;
        }

        if (claims is not null && refusal < RefusalReason.Signature)
        {
            HasSignature(claims, [NobodysKey], SecurityAlgorithms.HmacSha256);
        }

        return new CallerCheck.Refused(refusal);
    }

    private async ValueTask<RefusalReason?> CheckBearerAsync(CallerOptions caller, string token, CancellationToken cancellationToken) =>
        EqualsSecret(token, await secrets.GetAsync(caller.SigningSecretName, cancellationToken)) ? null : RefusalReason.Malformed;

    private async ValueTask<RefusalReason?> CheckJwtAsync(CallerOptions caller, TokenClaims claims, CancellationToken cancellationToken)
    {
        if (await FirstMismatchAsync(caller, claims, cancellationToken) is { } mismatch)
        {
            return mismatch;
        }

        return await VerifySignatureAsync(caller, claims, cancellationToken) ? CheckTimes(caller, claims) : RefusalReason.Signature;
    }

    /// <summary>What of the token's claims does not fit the caller; null when all of it does.</summary>
    private async ValueTask<RefusalReason?> FirstMismatchAsync(CallerOptions caller, TokenClaims claims, CancellationToken cancellationToken)
    {
        var subjectFits = caller.SubjectSecretName is { } subjectSecret
            ? EqualsSecret(claims.Subject, await secrets.GetAsync(subjectSecret, cancellationToken))
            : ConstantTime.Equal(claims.Subject, caller.Subject);
        var audienceVersions = caller.AudienceSecretName is { } audienceSecret
            ? await secrets.GetAsync(audienceSecret, cancellationToken)
            : null;
        var audienceFits = false;
        foreach (var audience in claims.Audiences)
        {
            audienceFits |= audienceVersions is null ? ConstantTime.Equal(audience, caller.Audience) : EqualsSecret(audience, audienceVersions);
        }

        if (!subjectFits)
        {
            return RefusalReason.Subject;
        }

        if (!audienceFits)
        {
            return RefusalReason.Audience;
        }

        return caller.Algorithms.Contains(claims.Algorithm) ? null : RefusalReason.Algorithm;
    }

    private async ValueTask<bool> VerifySignatureAsync(CallerOptions caller, TokenClaims claims, CancellationToken cancellationToken)
    {
        var name = caller.SigningSecretName;
        var known = await secrets.GetAsync(name, cancellationToken);
        if (HasSignature(claims, Keys(caller, known).For(claims.Algorithm), claims.Algorithm))
        {
            return true;
        }

        // The secret may have been rotated since it was read; the store limits how often this asks. Another request may have
        // brought the new versions just before, so what counts is not whether this refresh changed them.
        await secrets.RefreshAsync(name, cancellationToken);
        var fresh = await secrets.GetAsync(name, cancellationToken);
        return !ReferenceEquals(fresh, known) && HasSignature(claims, Keys(caller, fresh).For(claims.Algorithm), claims.Algorithm);
    }

    /// <summary>
    /// Uses the library for the signature alone: its token handler would read the JSON a second time, before the signature is
    /// known, by rules that differ between its versions and with exceptions that it does not document.
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
            throw new SecretUnavailableException($"The signing secret of caller '{caller.Name}' is empty, or not in its SigningSecretEncoding.");
        }

        _keys[caller.Name] = keys;
        return keys;
    }

    private RefusalReason? CheckTimes(CallerOptions caller, TokenClaims claims)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var skew = ClockSkew.TotalSeconds;
        if (claims.Expires is { } expires && now >= expires + skew)
        {
            return RefusalReason.Expired;
        }

        if (claims.NotBefore is { } notBefore && now < notBefore - skew)
        {
            return RefusalReason.NotYetValid;
        }

        if (caller.RequireExpiration && claims.Expires is null)
        {
            return RefusalReason.NoExpiration;
        }

        if (caller.MaxTokenAge is not { } maxAge)
        {
            return null;
        }

        return claims.IssuedAt is { } issuedAt && issuedAt <= now + skew && now < issuedAt + maxAge.TotalSeconds + skew
            ? null
            : RefusalReason.TooOld;
    }

    private static bool EqualsSecret(string text, SecretVersions versions)
    {
        var isCurrent = ConstantTime.Equal(text, versions.Current.Reveal());
        var isPrevious = versions.Previous is { } previous && ConstantTime.Equal(text, previous.Reveal());
        return text.Length > 0 & (isCurrent | isPrevious);
    }
}
