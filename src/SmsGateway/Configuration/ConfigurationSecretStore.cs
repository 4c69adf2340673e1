using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Configuration;

/// <summary>Secrets from <c>Secrets__name</c>, with an optional <c>Secrets__name__Previous</c>; for local runs.</summary>
public sealed class ConfigurationSecretStore(IConfiguration configuration) : ISecretStore
{
    private readonly ConcurrentDictionary<string, SecretVersions> _versions = new(StringComparer.OrdinalIgnoreCase);

    public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_versions.TryGetValue(name, out var versions) ? versions : _versions.GetOrAdd(name, Read));

    /// <summary>Configuration that reloads (a JSON file) is read again; environment variables never change.</summary>
    public ValueTask<bool> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } fresh || (_versions.TryGetValue(name, out var known) && known == fresh))
        {
            return ValueTask.FromResult(false);
        }

        _versions[name] = fresh;
        return ValueTask.FromResult(true);
    }

    public ValueTask<SecretHealth> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new SecretHealth(true, null));

    private SecretVersions Read(string name) => Find(name) ?? throw new SecretUnavailableException($"There is no Secrets__{name}.");

    private SecretVersions? Find(string name)
    {
        var current = configuration[$"Secrets:{name}"];
        var previous = configuration[$"Secrets:{name}:Previous"];
        return string.IsNullOrEmpty(current)
            ? null
            : new SecretVersions(new Sensitive(current), string.IsNullOrEmpty(previous) ? null : new Sensitive(previous));
    }
}
