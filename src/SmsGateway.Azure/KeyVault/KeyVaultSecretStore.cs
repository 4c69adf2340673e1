using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.KeyVault;

/// <summary>
/// Secrets from Azure Key Vault, served from memory: read again every few minutes, and for up to a day when the vault cannot be
/// read. Names are those of the configuration, so there are few.
/// </summary>
internal sealed class KeyVaultSecretStore(
    SecretClient client,
    SecretReferences references,
    GatewayTelemetry telemetry,
    TimeProvider time,
    Func<double> random,
    ILogger<KeyVaultSecretStore> logger
) : ISecretStore, IDisposable
{
    private readonly KeyVaultSecretReader _reader = new(client, time);
    private readonly SecretReport _report = new(telemetry, logger);

    // Lazy, because an entry that loses a race to be added would leave a timer behind. A vault's names ignore case.
    private readonly ConcurrentDictionary<string, Lazy<CachedSecret>> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
        Secret(name).GetAsync(cancellationToken);

    public ValueTask<SecretRefresh> RefreshAsync(
        string name,
        SecretVersions? tried,
        CancellationToken cancellationToken
    ) => Secret(name).RefreshAsync(tried, cancellationToken);

    /// <summary>Asking the vault on every probe would add load just when it is in trouble.</summary>
    public SecretHealth Check(string name) =>
        _secrets.TryGetValue(name, out var secret) ? secret.Value.Check() : new SecretHealth(true, null);

    public void Dispose()
    {
        foreach (var secret in _secrets.Values)
        {
            secret.Value.Dispose();
        }
    }

    private CachedSecret Secret(string name) =>
        _secrets.TryGetValue(name, out var known)
            ? known.Value
            : _secrets
                .GetOrAdd(
                    name,
                    new Lazy<CachedSecret>(() =>
                        new CachedSecret(name, references.SettingsOf(name), _reader, _report, time, random)
                    )
                )
                .Value;
}
