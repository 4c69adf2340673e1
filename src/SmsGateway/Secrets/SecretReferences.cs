using System.Collections;

namespace SmsGateway.Secrets;

/// <summary>All secrets that settings refer to: the setting's key, such as <c>Gateway__Callers__auth0__SigningSecretName</c>, and the secret's name.</summary>
public sealed class SecretReferences(IEnumerable<KeyValuePair<string, string>> references)
    : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _references = [.. references];

    /// <summary>Each name once.</summary>
    public IReadOnlyList<string> Names =>
        [.. _references.Select(reference => reference.Value).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// The settings that name a secret. Shown in the place of its name: somebody will put the secret itself where its name
    /// belongs.
    /// </summary>
    public string SettingsOf(string secretName)
    {
        var settings = string.Join(
            ", ",
            _references
                .Where(reference => string.Equals(reference.Value, secretName, StringComparison.OrdinalIgnoreCase))
                .Select(reference => reference.Key)
        );
        return settings.Length > 0 ? settings : "A secret that no setting names";
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _references.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
