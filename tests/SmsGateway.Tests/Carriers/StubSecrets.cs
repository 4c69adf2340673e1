using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Tests.Carriers;

/// <summary>Secrets by name; every other name cannot be had.</summary>
internal sealed class StubSecrets(params (string Name, string Value)[] secrets) : ISecretStore
{
    private readonly Dictionary<string, string> _values = secrets.ToDictionary(secret => secret.Name, secret => secret.Value);

    public List<string> Refreshed { get; } = [];

    public ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken) =>
        _values.TryGetValue(name, out var value)
            ? ValueTask.FromResult(new SecretVersions(new Sensitive(value), null))
            : throw new SecretUnavailableException($"There is no {name}.");

    public ValueTask<bool> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        Refreshed.Add(name);
        return ValueTask.FromResult(false);
    }

    public ValueTask<string?> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
