using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class VersionsTests : VaultTest
{
    [Fact]
    public async Task The_newest_two_versions_are_current_and_previous()
    {
        Vault.With(Name, "value-1").With(Name, "value-2").With(Name, "value-3");

        Assert.Equal("value-3, value-2", await ValuesAsync());
        Assert.All(Vault.Credential.Scopes, scope => Assert.Equal("https://vault.azure.net/.default", scope));
    }

    [Fact]
    public async Task Age_decides_not_the_lists_order()
    {
        var day = Samples.Start;
        Vault
            .With(Name, "middle", day.AddDays(-2))
            .With(Name, "newest", day.AddDays(-1))
            .With(Name, "oldest", day.AddDays(-3));

        Assert.Equal("newest, middle", await ValuesAsync());
    }

    [Fact]
    public async Task A_single_version_has_no_previous()
    {
        Vault.With(Name, "value-1");

        Assert.Equal("value-1, none", await ValuesAsync());
    }

    [Fact]
    public async Task Disabled_versions_are_skipped()
    {
        Vault
            .With(Name, "value-1")
            .With(Name, "value-2", enabled: false)
            .With(Name, "value-3")
            .With(Name, "value-4", enabled: false);

        Assert.Equal("value-3, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task Versions_outside_their_dates_are_skipped()
    {
        var now = Time.GetUtcNow();
        Vault
            .With(Name, "value-1", notBefore: now, expires: now.AddSeconds(1))
            .With(Name, "value-2", expires: now)
            .With(Name, "value-3", notBefore: now.AddDays(-1))
            .With(Name, "value-4", notBefore: now.AddSeconds(1));

        Assert.Equal("value-3, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task A_version_is_served_without_the_line_end_that_a_tool_left()
    {
        Vault.With(Name, "\uFEFFvalue-1\r\n").With(Name, " value 2\n");

        Assert.Equal("value 2, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task A_version_that_comes_in_quotes_is_warned_about()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Vault.With(Name, "\"value-2\"");

        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, null, Cancel));

        await LoggedAsync(74);
        Assert.Equal("\"value-2\", value-1", await ValuesAsync());
    }

    [Fact]
    public async Task All_pages_of_the_list_are_read()
    {
        Vault.PageSize = 2;
        Vault
            .With(Name, "value-1")
            .With(Name, "value-2")
            .With(Name, "value-3")
            .With(Name, "value-4")
            .With(Name, "value-5");

        Assert.Equal("value-5, value-4", await ValuesAsync());
        Assert.Equal(3, Vault.Lists(Name));
    }

    [Fact]
    public async Task A_first_read_costs_three_requests_and_a_repeated_one_the_list_alone()
    {
        Vault.With(Name, "value-1").With(Name, "value-2");
        var first = await GetAsync();
        Assert.Equal(3, Vault.Requests.Count);

        Assert.Equal(SecretRefresh.Unchanged, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal(4, Vault.Requests.Count);
        Assert.Same(first, await GetAsync());

        Vault.With(Name, "value-3");
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal("value-3, value-2", await ValuesAsync());
        Assert.Equal(6, Vault.Requests.Count);
    }

    [Fact]
    public async Task The_vault_tells_since_when_a_version_is_the_current_one()
    {
        var made = Samples.Start.AddDays(-3);
        Vault.With(Name, "value-1", made.AddDays(-1)).With(Name, "value-2", made);
        Assert.Equal(made, (await GetAsync()).CurrentSince);

        // One that waited for its date was not current when it was made.
        Vault.With(Other, "value-1", made).With(Other, "value-2", made.AddDays(1), notBefore: made.AddDays(2));
        Assert.Equal(made.AddDays(2), (await GetAsync(Other)).CurrentSince);
    }

    [Fact]
    public async Task A_version_of_the_same_value_is_as_old_as_the_first()
    {
        var made = Samples.Start.AddDays(-3);
        Vault.With(Name, "value-1", made.AddDays(-1)).With(Name, "value-2", made);
        await GetAsync();
        Vault.Disable(Name, "value-2");
        Vault.With(Name, "value-2", made.AddDays(2));

        Assert.Equal(SecretRefresh.Unchanged, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal(made, (await GetAsync()).CurrentSince);
    }

    [Fact]
    public async Task The_same_instance_is_served_until_a_version_changes()
    {
        Vault.With(Name, "value-1");
        var first = await GetAsync();
        Assert.Same(first, await GetAsync());
        Assert.Same(first, await GetAsync(Name.ToUpperInvariant()));

        // Another version of the same value changes nothing for anybody.
        Vault.Disable(Name, "value-1");
        Vault.With(Name, "value-1");
        Assert.Equal(SecretRefresh.Unchanged, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Same(first, await GetAsync());
    }

    [Fact]
    public async Task A_disabled_previous_version_is_no_longer_accepted()
    {
        Vault.With(Name, "value-1").With(Name, "value-2");
        Assert.Equal("value-2, value-1", await ValuesAsync());

        Vault.Disable(Name, "value-1");
        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal("value-2, none", await ValuesAsync());
    }
}
