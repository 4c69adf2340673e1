using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Azure.Storage;
using SmsGateway.Tests.Azure;

namespace SmsGateway.Tests.Host;

/// <summary>The gateway on Azure Storage: the run's Azurite, with a queue and a container that no other test uses.</summary>
public sealed class StorageGatewayFixture(AzuriteFixture azurite) : GatewayFixture
{
    private AzureStorageOptions _store = null!;

    public override async ValueTask InitializeAsync()
    {
        _store = await azurite.NewStoreAsync();
        await base.InitializeAsync();
    }

    protected override void UseStore(WebApplicationBuilder builder) => UseStore(builder, _store);

    internal static void UseStore(WebApplicationBuilder builder, AzureStorageOptions store)
    {
        builder.Configuration["Store:Kind"] = "AzureStorage";
        builder.Configuration["Store:ConnectionString"] = store.ConnectionString!.Reveal();
        builder.Services.AddSingleton(
            new StorageAccount(store, () => throw new InvalidOperationException("Azurite needs no token."))
        );
    }
}
