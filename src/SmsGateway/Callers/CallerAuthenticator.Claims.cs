using SmsGateway.Secrets;

namespace SmsGateway.Callers;

public sealed partial class CallerAuthenticator
{
    /// <summary>What of the token's claims does not fit the caller; null when all of it does.</summary>
    private async ValueTask<Mismatch?> FirstMismatchAsync(
        CallerOptions caller,
        TokenClaims claims,
        CancellationToken cancellationToken
    )
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
            audienceFits |= audienceVersions is null
                ? ConstantTime.Equal(audience, caller.Audience)
                : EqualsSecret(audience, audienceVersions);
        }

        var algorithmFits = caller.Algorithms.Contains(claims.Algorithm);
        if (subjectFits && audienceFits && algorithmFits)
        {
            return null;
        }

        // What stands in the settings does not rotate; with that wrong, no secret can make it right.
        var inDoubt =
            algorithmFits
            && (subjectFits || caller.SubjectSecretName is not null)
            && (audienceFits || caller.AudienceSecretName is not null);
        return new Mismatch(
            !subjectFits ? RefusalReason.Subject
                : !audienceFits ? RefusalReason.Audience
                : RefusalReason.Algorithm,
            inDoubt
        );
    }

    private static bool EqualsSecret(string text, SecretVersions versions)
    {
        var isCurrent = ConstantTime.Equal(text, versions.Current.Reveal());
        var isPrevious = versions.Previous is { } previous && ConstantTime.Equal(text, previous.Reveal());
        return text.Length > 0 & (isCurrent | isPrevious);
    }
}
