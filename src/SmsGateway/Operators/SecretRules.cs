using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Encryption;
using SmsGateway.Messages;
using SmsGateway.Notifications;
using SmsGateway.Secrets;

namespace SmsGateway.Operators;

/// <summary>What is to be said of the secrets as soon as their values can be seen. Each line begins with a setting; none holds a value.</summary>
/// <param name="callers">Whose tokens they check.</param>
/// <param name="carriers">Whose credentials they are.</param>
/// <param name="references">The settings that name them.</param>
internal sealed class SecretRules(
    IReadOnlyList<CallerOptions> callers,
    IReadOnlyList<CarrierOptions> carriers,
    SecretReferences references
)
{
    /// <summary>The setting that names the key to the operators' endpoints.</summary>
    public const string OperatorsKey = "Gateway__Operators__KeySecretName";

    /// <summary>It opens texts and codes to whoever guesses it, and guessing can only be slowed down: the right key is never kept waiting.</summary>
    private const int ShortestOperatorsKey = 16;

    /// <param name="find">A secret by its name; null for one that cannot be seen, of which nothing is said.</param>
    public IReadOnlyList<string> Mistakes(Func<string, Sensitive?> find)
    {
        var unusable = references.Select(reference => Unusable(reference, find(reference.Value))).OfType<string>();
        return
        [
            .. unusable,
            .. SigningSecrets(find),
            .. Credentials(find),
            .. OfOperatorsKey(find),
            .. OfEncryptionKey(find),
            .. OfWebhookKey(find),
            .. Twins(find),
        ];
    }

    /// <inheritdoc cref="Mistakes"/>
    public IReadOnlyList<string> Warnings(Func<string, Sensitive?> find) =>
        [
            .. callers
                .Select(caller =>
                    find(caller.SigningSecretName) is { } secret ? SigningSecret.Warning(caller, secret) : null
                )
                .OfType<string>(),
            .. references
                .Names.Where(name => find(name) is { } secret && SecretText.IsQuoted(secret))
                .Select(name =>
                    $"{references.SettingsOf(name)}: the secret {name} stands in quotes, which are taken as a part of it"
                ),
        ];

    private static string? Unusable(KeyValuePair<string, string> reference, Sensitive? secret) =>
        secret switch
        {
            null => null,
            { Length: 0 } => $"{reference.Key}: the secret is empty",
            _ when Placeholder.Is(secret.Reveal()) =>
                $"{reference.Key}: the secret is a placeholder; put there what it stands for",
            _ => null,
        };

    private IEnumerable<string> SigningSecrets(Func<string, Sensitive?> find) =>
        callers
            .Select(caller =>
                find(caller.SigningSecretName) is { Length: > 0 } secret ? SigningSecret.Mistake(caller, secret) : null
            )
            .OfType<string>();

    private IEnumerable<string> Credentials(Func<string, Sensitive?> find)
    {
        foreach (var carrier in carriers)
        {
            foreach (var (setting, name) in carrier.SecretNames)
            {
                if (
                    find(name) is { Length: > 0 } secret
                    && !Placeholder.Is(secret.Reveal())
                    && carrier.Mistake(setting, secret) is { } mistake
                )
                {
                    yield return $"Gateway__Carriers__{carrier.Name}__{setting}: {mistake}";
                }
            }
        }
    }

    private IEnumerable<string> OfOperatorsKey(Func<string, Sensitive?> find)
    {
        var own = references.Where(reference => reference.Key == OperatorsKey).ToList();
        if (own is not [{ Value: var name }] || find(name) is not { Length: > 0 } key)
        {
            yield break;
        }

        if (key.Length < ShortestOperatorsKey)
        {
            yield return $"{OperatorsKey}: the key has {key.Length} characters, which can be guessed; it needs {ShortestOperatorsKey} at least";
        }

        // Whoever may post, or sees what a carrier is sent, is no operator.
        foreach (var other in references.Except(own).Where(other => key.Equals(find(other.Value))))
        {
            yield return $"{OperatorsKey}: the key is also the secret that {other.Key} names; it must be one of its own";
        }
    }

    private IEnumerable<string> OfEncryptionKey(Func<string, Sensitive?> find)
    {
        var own = references.Where(reference => reference.Key == EncryptionOptions.KeySetting).ToList();
        if (own is not [{ Value: var name }])
        {
            yield break;
        }

        var key = find(name) is { Length: > 0 } secret && !Placeholder.Is(secret.Reveal()) ? secret : null;
        if (key is not null && MessageCipher.Mistake(key) is { } mistake)
        {
            yield return $"{EncryptionOptions.KeySetting}: {mistake}";
        }

        // Others, too, know what any other setting names, and it is changed for reasons of their own.
        foreach (
            var other in references
                .Except(own)
                .Where(other =>
                    string.Equals(other.Value, name, StringComparison.OrdinalIgnoreCase)
                    || (key is not null && find(other.Value) is { } theirs && MessageCipher.AreOneKey(key, theirs))
                )
        )
        {
            yield return $"{EncryptionOptions.KeySetting}: the key is also the secret that {other.Key} names; it must be one of its own";
        }
    }

    private IEnumerable<string> OfWebhookKey(Func<string, Sensitive?> find) =>
        references
            .Where(reference => reference.Key == NotifyOptions.SecretSetting)
            .Select(reference =>
                find(reference.Value) is { Length: > 0 } secret
                && !Placeholder.Is(secret.Reveal())
                && WebhookSignature.Mistake(secret) is { } mistake
                    ? $"{reference.Key}: {mistake}"
                    : null
            )
            .OfType<string>();

    /// <summary>Of two callers that one token proves, the second would never be meant.</summary>
    private IEnumerable<string> Twins(Func<string, Sensitive?> find)
    {
        for (var i = 0; i < callers.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (AreTwins(callers[i], callers[j], find))
                {
                    yield return $"Gateway__Callers__{callers[i].Name}: has what caller {callers[j].Name} proves itself by; one token would be both";
                }
            }
        }
    }

    private static bool AreTwins(CallerOptions one, CallerOptions other, Func<string, Sensitive?> find)
    {
        if (
            one.Scheme != other.Scheme
            || find(one.SigningSecretName) is not { } secret
            || find(other.SigningSecretName) is not { } otherSecret
        )
        {
            return false;
        }

        return one.Scheme == CallerScheme.StaticBearer
            ? secret.Equals(otherSecret)
            : one.Algorithms.Intersect(other.Algorithms).Any()
                && Value(one.Subject, one.SubjectSecretName, find) is { } subject
                && subject.Equals(Value(other.Subject, other.SubjectSecretName, find))
                && Value(one.Audience, one.AudienceSecretName, find) is { } audience
                && audience.Equals(Value(other.Audience, other.AudienceSecretName, find))
                && SigningSecret.AreOneKey(one, secret, other, otherSecret);
    }

    private static Sensitive? Value(string? value, string? secretName, Func<string, Sensitive?> find) =>
        value is not null ? new Sensitive(value)
        : secretName is not null ? find(secretName)
        : null;
}
