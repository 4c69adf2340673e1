using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Secrets;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>The whole Host with its secrets in a vault.</summary>
public sealed class StartTests : VaultTest
{
    private readonly FakeLoggerProvider _log = new();

    [Fact]
    public async Task It_starts_with_all_secrets_read()
    {
        Vault.With(VaultSettings.SigningSecret, TokenFactory.Secret).With(VaultSettings.CarrierSecret, "carrier-value");
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);
        await host.StartAsync(Cancel);

        Assert.IsType<KeyVaultSecretStore>(host.Services.GetRequiredService<ISecretStore>());
        Assert.Equal(4, Vault.Requests.Count);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(host)).Status);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task Missing_and_forbidden_secrets_end_the_start_all_at_once_with_their_settings()
    {
        Vault.Forbid(VaultSettings.CarrierSecret);
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);

        var e = await Assert.ThrowsAsync<GatewayConfigurationException>(() => host.StartAsync(Cancel));

        Assert.Equal(2, e.Errors.Count);
        Assert.Contains("Gateway__Callers__auth0__SigningSecretName: There is no such secret in the vault.", e.Errors);
        Assert.Contains(
            e.Errors,
            error =>
                error.StartsWith(
                    "Gateway__Carriers__twilio__AuthTokenSecretName: The vault forbids reading the secret (ForbiddenByRbac)",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_vault_that_is_away_does_not_end_the_start_and_shows_in_health()
    {
        Vault.Fail(503);
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);
        await host.StartAsync(Cancel);

        var (status, document) = await HealthAsync(host);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("cannot be read from the vault now (status 503)", document, StringComparison.Ordinal);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_carriers_secret_that_is_deleted_leaves_the_gateway_accepting_and_says_so()
    {
        Vault.With(VaultSettings.SigningSecret, TokenFactory.Secret).With(VaultSettings.CarrierSecret, "carrier-value");
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);
        await host.StartAsync(Cancel);
        Vault.Delete(VaultSettings.CarrierSecret);

        await host.Services.GetRequiredService<ISecretStore>().RefreshAsync(VaultSettings.CarrierSecret, null, Cancel);

        const string missing = "Gateway__Carriers__twilio__AuthTokenSecretName: There is no such secret in the vault.";
        var (status, document) = await HealthAsync(host);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("""{"status":"degraded",""", document, StringComparison.Ordinal);
        Assert.Equal(2, document.Split(missing).Length - 1);
        Assert.Contains(
            _log.Collector.GetSnapshot(),
            line =>
                line.Level == LogLevel.Error
                && line.Message.StartsWith("Gateway__Carriers__twilio__", StringComparison.Ordinal)
        );
        foreach (var name in new[] { VaultSettings.SigningSecret, VaultSettings.CarrierSecret })
        {
            Assert.DoesNotContain(name, document, StringComparison.Ordinal);
            Assert.DoesNotContain(name, _log.Collector.Text, StringComparison.Ordinal);
        }

        await host.StopAsync(Cancel);
    }

    private static async Task<(HttpStatusCode Status, string Document)> HealthAsync(WebApplication host)
    {
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(host.Urls.First() + "/api/health"), Cancel);
        return (health.StatusCode, await health.Content.ReadAsStringAsync(Cancel));
    }

    private WebApplication CreateHost(EmbeddedFolder folder) =>
        HostApp.Create(
            ["--urls", "http://127.0.0.1:0"],
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(_log);
                builder
                    .Configuration.AddInMemoryCollection(VaultSettings.For(Vault.Uri))
                    .AddInMemoryCollection([new("Store:Path", folder.Path)]);
                builder.Services.AddSingleton(Vault.CreateClient());
            }
        );
}
