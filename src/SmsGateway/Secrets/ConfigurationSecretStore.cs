using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Secrets;

/// <summary>Secrets from <c>Secrets__name</c>, with an optional <c>Secrets__name__Previous</c>; for local runs.</summary>
public sealed class ConfigurationSecretStore(IConfiguration configuration, SecretReferences references) : ISecretStore
{
    private readonly ConcurrentDictionary<string, SecretVersions> _versions = new(StringComparer.OrdinalIgnoreCase);

    public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_versions.TryGetValue(name, out var versions) ? versions : _versions.GetOrAdd(name, Read));

    /// <summary>Configuration that reloads (a JSON file) is read again; environment variables never change.</summary>
    public ValueTask<SecretRefresh> RefreshAsync(
        string name,
        SecretVersions? tried,
        CancellationToken cancellationToken
    )
    {
        if (Find(name) is not { } fresh || (_versions.TryGetValue(name, out var known) && known == fresh))
        {
            return ValueTask.FromResult(SecretRefresh.Unchanged);
        }

        _versions[name] = fresh;
        return ValueTask.FromResult(SecretRefresh.Changed);
    }

    public SecretHealth Check(string name) =>
        _versions.ContainsKey(name) || Find(name) is not null
            ? new SecretHealth(true, null)
            : new SecretHealth(false, Missing(name));

    private SecretVersions Read(string name) =>
        Find(name) ?? throw new SecretUnavailableException(Missing(name)) { Kind = SecretFailureKind.Missing };

    private string Missing(string name) => $"{references.SettingsOf(name)}: There is no Secrets__<the name>.";

    private SecretVersions? Find(string name) => Find(configuration, name);

    /// <returns>Null when there is none, or nothing but white space.</returns>
    internal static SecretVersions? Find(IConfiguration configuration, string name)
    {
        var previous = configuration[$"Secrets:{name}:Previous"];
        var versions = new SecretVersions(
            new Sensitive(configuration[$"Secrets:{name}"] ?? ""),
            string.IsNullOrWhiteSpace(previous) ? null : new Sensitive(previous)
        );
        return versions.Current.Length > 0 ? versions : null;
    }
}
