using Microsoft.Extensions.Configuration;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Secrets;

public sealed class ConfigurationSecretStoreTests
{
    [Fact]
    public async Task Reads_a_secret_and_its_previous_version()
    {
        var store = Store(
            Settings.Create(("Secrets__both", "new"), ("Secrets__both__Previous", "old"), ("Secrets__one", "only"))
        );
        var both = await GetAsync(store, "both");
        Assert.Equal(("new", "old"), (both.Current.Reveal(), both.Previous?.Reveal()));
        var one = await GetAsync(store, "one");
        Assert.Equal(("only", null), (one.Current.Reveal(), one.Previous?.Reveal()));
        Assert.Equal(new SecretHealth(true, null), store.Check("both"));
    }

    [Fact]
    public async Task Gives_the_same_instance_until_a_version_changes()
    {
        var settings = Settings.Create(("Secrets__name", "first"));
        var store = Store(settings);
        var first = await GetAsync(store, "name");
        Assert.Same(first, await GetAsync(store, "NAME"));
        Assert.False(await RefreshAsync(store, "name"));
        Assert.Same(first, await GetAsync(store, "name"));

        settings["Secrets:name"] = "second";
        settings["Secrets:name:Previous"] = "first";
        Assert.Same(first, await GetAsync(store, "name"));
        Assert.True(await RefreshAsync(store, "name"));
        Assert.False(await RefreshAsync(store, "name"));
        var second = await GetAsync(store, "name");
        Assert.Equal(("second", "first"), (second.Current.Reveal(), second.Previous?.Reveal()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_missing_or_empty_secret_is_unavailable_and_told_by_the_settings_that_name_it(string? value)
    {
        var store = Store(
            Settings.Create(("Secrets__name", value), ("Secrets__name__Previous", "old")),
            Settings.Create(
                ("Gateway__Carriers__twilio__AuthTokenSecretName", "name"),
                ("Gateway__Callers__auth0__SigningSecretName", "Name"),
                ("Secrets__name", "was here")
            )
        );
        var error = await Assert.ThrowsAsync<SecretUnavailableException>(async () => await GetAsync(store, "name"));
        const string text =
            "Gateway__Callers__auth0__SigningSecretName, Gateway__Carriers__twilio__AuthTokenSecretName: There is no Secrets__<the name>.";
        Assert.Equal(text, error.Message);
        Assert.Equal(SecretFailureKind.Missing, error.Kind);
        Assert.Equal(new SecretHealth(false, text), store.Check("name"));
    }

    [Fact]
    public async Task A_refresh_that_finds_nothing_changes_nothing()
    {
        var settings = Settings.Create(("Secrets__name", "value"));
        var store = Store(settings);
        await GetAsync(store, "name");
        settings["Secrets:name"] = null;
        Assert.False(await RefreshAsync(store, "name"));
        Assert.False(await RefreshAsync(store, "never there"));
        Assert.Equal("value", (await GetAsync(store, "name")).Current.Reveal());
    }

    private static ConfigurationSecretStore Store(IConfiguration secrets, IConfiguration? options = null) =>
        new(secrets, GatewayOptions.Read(options ?? Settings.Create()).SecretReferences());

    private static ValueTask<SecretVersions> GetAsync(ConfigurationSecretStore store, string name) =>
        store.GetAsync(name, CancellationToken.None);

    /// <returns>Whether there are other versions than before.</returns>
    private static async ValueTask<bool> RefreshAsync(ConfigurationSecretStore store, string name) =>
        await store.RefreshAsync(name, null, CancellationToken.None) == SecretRefresh.Changed;
}
