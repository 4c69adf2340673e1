using System.Collections.Concurrent;
using System.IdentityModel.Tokens.Jwt;
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

    private readonly JwtSecurityTokenHandler _tokens = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenClaims.MaxTokenLength };
    private readonly ConcurrentDictionary<string, SigningKeys> _keys = new();

    /// <param name="authorization">Every value of the header, as received.</param>
    /// <param name="cancellationToken">Ends the wait for a secret.</param>
    public async ValueTask<CallerCheck> CheckAsync(IReadOnlyList<string?> authorization, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        if (authorization is not [{ } header])
        {
            return new CallerCheck.Refused(authorization.Count == 0 ? RefusalReason.Missing : RefusalReason.Repeated);
        }

        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new CallerCheck.Refused(RefusalReason.NotBearer);
        }

        var token = header[BearerPrefix.Length..].Trim();
        try
        {
            return await CheckTokenAsync(token, cancellationToken);
        }
        catch (SecretUnavailableException)
        {
            return new CallerCheck.Refused(RefusalReason.SecretUnavailable);
        }
    }

    private async ValueTask<CallerCheck> CheckTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (await FindByStaticBearerAsync(token, cancellationToken) is { } bearer)
        {
            return new CallerCheck.Authenticated(bearer);
        }

        var claims = TokenClaims.Read(token, out var reason);
        if (claims is null)
        {
            return new CallerCheck.Refused(reason);
        }

        var refusal = RefusalReason.Subject;
        var signatureChecked = false;
        foreach (var caller in callers)
        {
            if (caller.Scheme != CallerScheme.Jwt)
            {
                continue;
            }

            if (await FirstMismatchAsync(caller, claims, cancellationToken) is { } mismatch)
            {
                refusal = Later(refusal, mismatch);
                continue;
            }

            signatureChecked = true;
            if (await VerifySignatureAsync(caller, claims.Algorithm, token, cancellationToken))
            {
                return CheckTimes(caller, claims) is { } stale ? new CallerCheck.Refused(stale) : new CallerCheck.Authenticated(caller);
            }

            refusal = RefusalReason.Signature;
        }

        if (!signatureChecked)
        {
            HasSignature(token, [NobodysKey], SecurityAlgorithms.HmacSha256);
        }

        return new CallerCheck.Refused(refusal);
    }

    private async ValueTask<CallerOptions?> FindByStaticBearerAsync(string token, CancellationToken cancellationToken)
    {
        CallerOptions? found = null;
        foreach (var caller in callers)
        {
            if (caller.Scheme == CallerScheme.StaticBearer && token.Length > 0)
            {
                var versions = await secrets.GetAsync(caller.SigningSecretName, cancellationToken);
                if (EqualsSecret(token, versions) && found is null)
                {
                    found = caller;
                }
            }
        }

        return found;
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

    private async ValueTask<bool> VerifySignatureAsync(CallerOptions caller, string algorithm, string token, CancellationToken cancellationToken)
    {
        var name = caller.SigningSecretName;
        var known = await secrets.GetAsync(name, cancellationToken);
        if (HasSignature(token, Keys(caller, known).For(algorithm), algorithm))
        {
            return true;
        }

        // The secret may have been rotated since it was read; the store limits how often this asks. Another request may have
        // brought the new versions just before, so what counts is not whether this refresh changed them.
        await secrets.RefreshAsync(name, cancellationToken);
        var fresh = await secrets.GetAsync(name, cancellationToken);
        return !ReferenceEquals(fresh, known) && HasSignature(token, Keys(caller, fresh).For(algorithm), algorithm);
    }

    private bool HasSignature(string token, IReadOnlyList<SecurityKey> keys, string algorithm)
    {
        try
        {
            _tokens.ValidateToken(
                token,
                new TokenValidationParameters
                {
                    IssuerSigningKeyResolver = (_, _, _, _) => keys,
                    ValidAlgorithms = [algorithm],
                    RequireSignedTokens = true,
                    RequireExpirationTime = false,
                    // Claims are compared by this class: in constant time, and on the injected clock.
                    ValidateAudience = false,
                    ValidateIssuer = false,
                    ValidateLifetime = false,
                },
                out _);
            return true;
        }
        catch (Exception e) when (e is SecurityTokenException or ArgumentException)
        {
            return false;
        }
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
            throw new SecretUnavailableException($"The secret '{caller.SigningSecretName}' is not base64url, as SigningSecretEncoding of caller '{caller.Name}' says.");
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
        return isCurrent | isPrevious;
    }

    /// <summary>Of several callers' mismatches, the one that came furthest explains most.</summary>
    private static RefusalReason Later(RefusalReason one, RefusalReason other) => one > other ? one : other;
}
