using Microsoft.Extensions.Hosting;
using SmsGateway.Configuration;

namespace SmsGateway.Azure.KeyVault;

/// <summary>
/// Reads every secret that the settings name before the first request. One that is missing or forbidden is a mistake of the
/// configuration and ends the start; a vault that cannot be reached is not, and shows in health until it can.
/// </summary>
internal sealed class KeyVaultPreload(GatewayOptions options, KeyVaultSecretStore store) : IHostedService
{
    /// <exception cref="GatewayConfigurationException">It lists all settings whose secret is missing or forbidden.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var failures = await Task.WhenAll(options.SecretReferences().Select(async reference =>
            (Key: reference.Key, Failure: await store.LoadAsync(reference.Value, cancellationToken))));
        var errors = failures
            .Where(read => read.Failure is { Kind: SecretFailureKind.Missing or SecretFailureKind.Forbidden })
            .Select(read => $"{read.Key}: {read.Failure!.Text}")
            .ToList();
        if (errors.Count > 0)
        {
            throw new GatewayConfigurationException(errors);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
