using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Host;

/// <summary>A whole gateway on a store that outlives it, with a key or without.</summary>
/// <param name="folder">Of the embedded store; null for the account.</param>
/// <param name="account">The store on Azurite.</param>
/// <param name="key">The key that messages are sealed with; null for none.</param>
/// <param name="previous">Its version before.</param>
internal sealed class KeyedGateway(string? folder, AzureStorageOptions? account, string? key, string? previous = null)
    : GatewayFixture
{
    /// <summary>Whether it leaves what it accepts in the queue.</summary>
    public bool OnlyAccepts { get; init; }

    /// <summary>In the place of the configuration's.</summary>
    public ISecretStore? Secrets { get; init; }

    public async Task<KeyedGateway> StartedAsync()
    {
        await InitializeAsync();
        return this;
    }

    public Task StopAsync() => StopGatewayAsync();

    private protected override Task<Uri> StartGatewayAsync(Dictionary<string, string?> settings, FakeLoggerProvider log)
    {
        if (OnlyAccepts)
        {
            settings["Gateway:Delivery:MaxConcurrency"] = "0";
        }

        if (key is not null)
        {
            settings["Gateway:Encryption:KeySecretName"] = Codecs.SecretName;
            settings[$"Secrets:{Codecs.SecretName}"] = key;
            settings[$"Secrets:{Codecs.SecretName}:Previous"] = previous;
        }

        return base.StartGatewayAsync(settings, log);
    }

    protected override void UseStore(WebApplicationBuilder builder)
    {
        if (Secrets is not null)
        {
            builder.Services.AddSingleton(Secrets);
        }

        if (account is null)
        {
            builder.Configuration["Store:Path"] = folder;
            return;
        }

        builder.Configuration["Store:Kind"] = "AzureStorage";
        builder.Configuration["Store:ConnectionString"] = account.ConnectionString!.Reveal();
        builder.Services.AddSingleton(
            new StorageAccount(account, () => throw new InvalidOperationException("Azurite needs no token."))
        );
    }
}
