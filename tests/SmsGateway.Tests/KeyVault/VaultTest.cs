using SmsGateway.Azure.KeyVault;
using SmsGateway.Ports;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>A vault, a store on it and a clock. After each test, no value may stand in the log or in an exception that was seen.</summary>
public abstract class VaultTest : IAsyncLifetime
{
    private protected const string Name = "signing";

    private readonly List<string> _seen = [];

    private protected FakeVault Vault { get; private set; } = null!;

    private protected KeyVaultSecretStore Store { get; private set; } = null!;

    private protected ManualTimeProvider Time { get; } = new();

    private protected EventLog Log { get; } = new();

    private protected StaleGauge Gauge { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Vault = await FakeVault.StartAsync();
        Store = new KeyVaultSecretStore(Vault.CreateClient(), Gauge.Telemetry, Time, () => 0.5, Log);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Vault.DisposeAsync();
        Gauge.Dispose();
        Assert.All(Vault.Values, value => Assert.DoesNotContain(value, Log.Kept.Text + string.Concat(_seen), StringComparison.Ordinal));
        GC.SuppressFinalize(this);
    }

    private protected ValueTask<SecretVersions> GetAsync(string name = Name) => Store.GetAsync(name, Cancel);

    /// <summary>Current and previous value, joined.</summary>
    private protected async Task<string> ValuesAsync(string name = Name)
    {
        var versions = await GetAsync(name);
        return $"{versions.Current.Reveal()}, {versions.Previous?.Reveal() ?? "none"}";
    }

    private protected async Task<string> RefusalAsync(string name = Name)
    {
        var e = await Assert.ThrowsAsync<SecretUnavailableException>(async () => await GetAsync(name));
        _seen.Add(e.ToString());
        return e.Message;
    }

    private protected async Task<SecretHealth> HealthAsync()
    {
        var health = await Store.CheckAsync(Cancel);
        _seen.Add(health.Detail ?? "");
        return health;
    }
}
