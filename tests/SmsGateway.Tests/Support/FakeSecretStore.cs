using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Tests.Support;

/// <summary>Secrets by name. A rotation shows after a refresh, as it does with a cache before a vault.</summary>
internal sealed class FakeSecretStore : ISecretStore
{
    private readonly Dictionary<string, SecretVersions> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SecretVersions> _behind = new(StringComparer.Ordinal);

    public FakeSecretStore(params (string Name, string Value)[] secrets)
    {
        foreach (var (name, value) in secrets)
        {
            With(name, value);
        }
    }

    /// <summary>Names asked to be refreshed, oldest first.</summary>
    public List<string> Refreshes { get; } = [];

    /// <summary>Names read, oldest first.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>Thrown when that secret is read.</summary>
    public Dictionary<string, SecretUnavailableException> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>What is said of a secret's health; of others that all is well.</summary>
    public Dictionary<string, SecretHealth> Health { get; } = new(StringComparer.Ordinal);

    /// <summary>Sets a secret that is known at once.</summary>
    public FakeSecretStore With(
        string name,
        string current,
        string? previous = null,
        DateTimeOffset? currentSince = null
    )
    {
        _known[name] = _behind[name] = Versions(current, previous, currentSince);
        return this;
    }

    /// <summary>Changes a secret where it is kept; only a refresh shows it here.</summary>
    public void Rotate(string name, string current, string? previous = null) =>
        _behind[name] = Versions(current, previous);

    public void Remove(string name)
    {
        _known.Remove(name);
        _behind.Remove(name);
    }

    /// <summary>What the first reading of each secret waits for; after that it is in memory.</summary>
    public Func<CancellationToken, Task>? FirstRead { get; set; }

    public async ValueTask<SecretVersions> GetAsync(string name, CancellationToken cancellationToken)
    {
        bool isFirst;
        lock (Reads)
        {
            isFirst = !Reads.Contains(name);
            Reads.Add(name);
        }

        if (isFirst && FirstRead is not null)
        {
            await FirstRead(cancellationToken);
        }

        if (Failures.TryGetValue(name, out var failure))
        {
            throw failure;
        }

        return _known.TryGetValue(name, out var versions)
            ? versions
            : throw new SecretUnavailableException($"There is no secret {name}.");
    }

    /// <summary>Whether what lies behind cannot be read.</summary>
    public bool IsAway { get; set; }

    public ValueTask<SecretRefresh> RefreshAsync(
        string name,
        SecretVersions? tried,
        CancellationToken cancellationToken
    )
    {
        Refreshes.Add(name);
        if (IsAway)
        {
            return ValueTask.FromResult(SecretRefresh.NotRead);
        }

        if (!_behind.TryGetValue(name, out var fresh) || (_known.TryGetValue(name, out var known) && known == fresh))
        {
            return ValueTask.FromResult(SecretRefresh.Unchanged);
        }

        _known[name] = fresh;
        return ValueTask.FromResult(SecretRefresh.Changed);
    }

    public SecretHealth Check(string name) => Health.GetValueOrDefault(name) ?? new SecretHealth(true, null);

    private static SecretVersions Versions(string current, string? previous, DateTimeOffset? currentSince = null) =>
        new(new Sensitive(current), previous is null ? null : new Sensitive(previous), currentSince);
}
