using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Ports;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>The whole Host with its secrets in a vault.</summary>
public sealed class StartTests : VaultTest
{
    [Fact]
    public async Task It_starts_with_all_secrets_read()
    {
        Vault.With(VaultSettings.SigningSecret, TokenFactory.Secret).With(VaultSettings.CarrierSecret, "carrier-value");
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);
        await host.StartAsync(Cancel);

        Assert.IsType<KeyVaultSecretStore>(host.Services.GetRequiredService<ISecretStore>());
        Assert.Equal(4, Vault.Requests.Count);
        using var http = new HttpClient();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync(new Uri(host.Urls.First() + "/api/health"), Cancel)).StatusCode);
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
        Assert.Contains("Gateway__Callers__auth0__SigningSecretName: There is no secret 'signing' in the vault.", e.Errors);
        Assert.Contains(e.Errors, error => error.StartsWith(
            "Gateway__Carriers__twilio__AuthTokenSecretName: The vault forbids reading the secret 'carrier-token' (ForbiddenByRbac)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vault_that_is_away_does_not_end_the_start_and_shows_in_health()
    {
        Vault.Fail(503);
        using var folder = new EmbeddedFolder();
        await using var host = CreateHost(folder);
        await host.StartAsync(Cancel);

        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(host.Urls.First() + "/api/health"), Cancel);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("cannot be read from the vault now (status 503)", await health.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await host.StopAsync(Cancel);
    }

    private WebApplication CreateHost(EmbeddedFolder folder) => HostApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
    {
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(VaultSettings.For(Vault.Uri)).AddInMemoryCollection([new("Store:Path", folder.Path)]);
        builder.Services.AddSingleton(Vault.CreateClient());
    });
}
