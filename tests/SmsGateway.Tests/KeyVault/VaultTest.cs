using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Ports;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>
/// A vault, a store on it and a clock. After each test, neither a value nor a secret's name, which may be one, may stand in the
/// log, in a health document or in an exception that was seen.
/// </summary>
public abstract class VaultTest : IAsyncLifetime
{
    private protected const string Name = "pasted-by-mistake";
    private protected const string Setting = "Gateway__Callers__auth0__SigningSecretName";
    private protected const string Other = "another-pasted-by-mistake";
    private protected const string OtherSetting = "Gateway__Callers__action__SigningSecretName";

    private static readonly GatewayOptions Options = new()
    {
        Callers =
        [
            new() { Name = "auth0", Subject = TokenFactory.Subject, Audience = TokenFactory.Audience, SigningSecretName = Name },
            new() { Name = "action", Scheme = CallerScheme.StaticBearer, SigningSecretName = Other },
        ],
        Carriers = [],
        Routing = new RoutingOptions(),
        Delivery = new DeliveryOptions(),
    };

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
        Store = new KeyVaultSecretStore(Vault.CreateClient(), Options, Gauge.Telemetry, Time, () => 0.5, Log);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Vault.DisposeAsync();
        Gauge.Dispose();
        Assert.All(Vault.Values.Append("pasted-by-mistake"), value => Assert.DoesNotContain(value, Log.Kept.Text + string.Concat(_seen), StringComparison.Ordinal));
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

    private protected SecretHealth Health(string name = Name)
    {
        var health = Store.Check(name);
        _seen.Add(health.Detail ?? "");
        return health;
    }
}
