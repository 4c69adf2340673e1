using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Callers;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>
/// A vault, a store on it and a clock. After each test, neither a value nor a secret's name, which may be one, may stand in the
/// log, in a health document or in an exception that was seen.
/// </summary>
public abstract class VaultTest : IAsyncLifetime
{
    private protected const int Recovered = 70;
    private protected const int ServedStale = 71;
    private protected const int Unavailable = 72;
    private protected const int Rotated = 73;
    private protected const string Name = "pasted-by-mistake";
    private protected const string Setting = "Gateway__Callers__auth0__SigningSecretName";
    private protected const string Other = "another-pasted-by-mistake";
    private protected const string OtherSetting = "Gateway__Callers__action__SigningSecretName";

    private static readonly GatewayOptions Options = new()
    {
        Callers =
        [
            new()
            {
                Name = "auth0",
                Subject = TokenFactory.Subject,
                Audience = TokenFactory.Audience,
                SigningSecretName = Name,
            },
            new()
            {
                Name = "action",
                Scheme = CallerScheme.StaticBearer,
                SigningSecretName = Other,
            },
        ],
        Carriers = [],
        Routing = new RoutingOptions(),
        Delivery = new DeliveryOptions(),
    };

    private readonly GatewayTelemetry _telemetry = new();
    private readonly MetricCollector<int> _stale;
    private readonly List<string> _seen = [];

    protected VaultTest() => _stale = _telemetry.Collect<int>("sms.secrets.stale");

    private protected FakeVault Vault { get; private set; } = null!;

    private protected KeyVaultSecretStore Store { get; private set; } = null!;

    private protected FakeTimeProvider Time { get; } = new(Samples.Start);

    private protected FakeLogCollector Log { get; } = new();

    private protected IEnumerable<int> LoggedEvents => Log.GetSnapshot().Select(line => line.Id.Id);

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Vault = await FakeVault.StartAsync();
        Store = new KeyVaultSecretStore(
            Vault.CreateClient(),
            Options.SecretReferences(),
            _telemetry,
            Time,
            () => 0.5,
            Log.For<KeyVaultSecretStore>()
        );
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await Vault.DisposeAsync();
        _stale.Dispose();
        _telemetry.Dispose();
        Assert.All(
            Vault.Values.Append("pasted-by-mistake"),
            value => Assert.DoesNotContain(value, Log.Text + string.Concat(_seen), StringComparison.Ordinal)
        );
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until the event has been logged that often.</summary>
    private protected Task LoggedAsync(int eventId, int times = 1) =>
        Log.WaitForAsync(line => line.Id.Id == eventId, times);

    /// <summary>How many secrets are served as last read, by the gauge.</summary>
    private protected int Stale() => Assert.Single(_stale.Observe()).Value;

    /// <summary>Lets time go by until it is done: whoever asks for a read may have to wait for the next.</summary>
    /// <param name="pass">How, where the clock alone is not it.</param>
    private protected async Task<T> AsTimePassesAsync<T>(Task<T> task, Action? pass = null)
    {
        while (await Task.WhenAny(task, Task.Delay(CallerLoad.Patience, TimeProvider.System, Cancel)) != task)
        {
            Passes++;
            (pass ?? (() => Time.Advance(KeyVaultTimes.BetweenAskedReads)))();
        }

        return await task;
    }

    private protected int Passes { get; private set; }

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
