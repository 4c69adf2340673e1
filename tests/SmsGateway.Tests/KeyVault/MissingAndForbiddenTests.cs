using Azure.Core.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmsGateway.Secrets;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class MissingAndForbiddenTests : VaultTest
{
    [Fact]
    public async Task A_secret_that_is_not_there_is_called_that()
    {
        Assert.Equal($"{Setting}: There is no such secret in the vault.", await RefusalAsync());
        Assert.Equal(new(false, $"{Setting}: There is no such secret in the vault."), Health());
    }

    [Fact]
    public async Task An_empty_list_of_versions_means_the_same()
    {
        Vault.Instead = async context =>
        {
            await context.Response.WriteAsJsonAsync(new { value = Array.Empty<string>(), nextLink = (string?)null });
            return true;
        };

        Assert.Equal($"{Setting}: There is no such secret in the vault.", await RefusalAsync());
    }

    [Fact]
    public async Task A_secret_without_a_usable_version_is_called_that()
    {
        Vault.With(Name, "value-1", enabled: false).With(Name, "value-2", expires: Time.GetUtcNow());

        Assert.Equal(
            $"{Setting}: The secret has no version in the vault that is enabled and within its dates.",
            await RefusalAsync()
        );
    }

    [Theory]
    [InlineData("ForbiddenByRbac")]
    [InlineData("ForbiddenByFirewall")]
    public async Task A_forbidden_secret_is_called_that_with_the_vaults_reason(string reason)
    {
        Vault.With(Name, "value-1");
        Vault.Instead = context => FakeVault.FailAsync(context, 403, "Forbidden", "No.", reason);

        var text = await RefusalAsync();
        Assert.StartsWith(
            $"{Setting}: The vault forbids reading the secret ({reason});",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(new(false, text), Health());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"error":{"innererror":{"code":"value \n of something"}}}""")]
    public async Task A_403_with_another_body_is_forbidden_too(string body)
    {
        Vault.Instead = async context =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync(body);
            return true;
        };

        Assert.StartsWith(
            $"{Setting}: The vault forbids reading the secret (403);",
            await RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_secret_that_becomes_forbidden_is_served_as_last_read()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Vault.Forbid(Name);

        Assert.Equal(SecretRefresh.NotRead, await Store.RefreshAsync(Name, null, Cancel));

        Assert.Equal("value-1, none", await ValuesAsync());
        var health = Health();
        Assert.True(health.IsServed);
        Assert.Contains("ForbiddenByRbac", health.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_that_is_deleted_or_disabled_is_no_longer_served(bool deleted)
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        if (deleted)
        {
            Vault.Delete(Name);
        }
        else
        {
            Vault.Disable(Name, "value-1");
        }

        Time.Advance(TimeSpan.FromMinutes(5));
        await LoggedAsync(Unavailable);

        Assert.StartsWith(Setting, await RefusalAsync(), StringComparison.Ordinal);
        Assert.False(Health().IsServed);
        Assert.Contains(
            Log.GetSnapshot(),
            line => line.Level == LogLevel.Error && line.Message.StartsWith(Setting, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task One_secrets_trouble_is_not_anothers()
    {
        Vault.With(Name, "value-1").With(Other, "other-1");
        Vault.Forbid(Other);

        Assert.Equal("value-1, none", await ValuesAsync());
        Assert.StartsWith(OtherSetting, await RefusalAsync(Other), StringComparison.Ordinal);
        Assert.Equal(new(true, null), Health());
        Assert.False(Health(Other).IsServed);
    }

    [Fact]
    public async Task The_clients_own_events_hold_no_value()
    {
        var events = new List<string>();
        using (
            new AzureEventSourceListener((_, message) => Add(message), System.Diagnostics.Tracing.EventLevel.Verbose)
        )
        {
            Vault.With(Name, "value-of-this-test-1").With(Name, "value-of-this-test-2");
            await GetAsync();
        }

        lock (events)
        {
            Assert.Contains(events, message => message.Contains(Vault.Uri.Authority, StringComparison.Ordinal));
            Assert.DoesNotContain(events, message => message.Contains("value-of-this-test", StringComparison.Ordinal));
        }

        void Add(string message)
        {
            lock (events)
            {
                events.Add(message);
            }
        }
    }
}
