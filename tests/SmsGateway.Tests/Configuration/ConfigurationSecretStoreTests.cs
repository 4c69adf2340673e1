using SmsGateway.Configuration;
using SmsGateway.Ports;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Configuration;

public sealed class ConfigurationSecretStoreTests
{
    [Fact]
    public async Task Reads_a_secret_and_its_previous_version()
    {
        var store = new ConfigurationSecretStore(Settings.Create(("Secrets__both", "new"), ("Secrets__both__Previous", "old"), ("Secrets__one", "only")));
        var both = await GetAsync(store, "both");
        Assert.Equal(("new", "old"), (both.Current.Reveal(), both.Previous?.Reveal()));
        var one = await GetAsync(store, "one");
        Assert.Equal(("only", null), (one.Current.Reveal(), one.Previous?.Reveal()));
        Assert.True((await store.CheckAsync(CancellationToken.None)).Healthy);
    }

    [Fact]
    public async Task Gives_the_same_instance_until_a_version_changes()
    {
        var settings = Settings.Create(("Secrets__name", "first"));
        var store = new ConfigurationSecretStore(settings);
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
    public async Task A_missing_or_empty_secret_is_unavailable_and_named(string? value)
    {
        var store = new ConfigurationSecretStore(Settings.Create(("Secrets__name", value), ("Secrets__name__Previous", "old")));
        var error = await Assert.ThrowsAsync<SecretUnavailableException>(async () => await GetAsync(store, "name"));
        Assert.Contains("Secrets__name", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("old", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_that_finds_nothing_changes_nothing()
    {
        var settings = Settings.Create(("Secrets__name", "value"));
        var store = new ConfigurationSecretStore(settings);
        await GetAsync(store, "name");
        settings["Secrets:name"] = null;
        Assert.False(await RefreshAsync(store, "name"));
        Assert.False(await RefreshAsync(store, "never there"));
        Assert.Equal("value", (await GetAsync(store, "name")).Current.Reveal());
    }

    private static ValueTask<SecretVersions> GetAsync(ConfigurationSecretStore store, string name) => store.GetAsync(name, CancellationToken.None);

    private static ValueTask<bool> RefreshAsync(ConfigurationSecretStore store, string name) => store.RefreshAsync(name, CancellationToken.None);
}
