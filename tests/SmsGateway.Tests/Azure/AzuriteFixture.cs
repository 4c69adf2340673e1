using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Testing;
using SmsGateway.Tests.Azure;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace SmsGateway.Tests.Azure;

/// <summary>The one Azurite of a test run, started by the first test that needs it. Each test has a queue, a container and a table of its own.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteProcess>> _azurite = new(() => AzuriteProcess.StartAsync());

    /// <summary>A store nobody else uses.</summary>
    internal async Task<AzureStorageOptions> NewStoreAsync() => StoreOn(await GetAsync());

    internal Task<AzuriteProcess> GetAsync() => _azurite.Value;

    internal static AzureStorageOptions StoreOn(AzuriteProcess azurite)
    {
        var name = Guid.CreateVersion7().ToString("N");
        return new AzureStorageOptions
        {
            ConnectionString = new Sensitive(azurite.ConnectionString),
            QueueName = "q" + name,
            ContainerName = "c" + name,
            TableName = "t" + name,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite.IsValueCreated)
        {
            var azurite = await _azurite.Value;
            await azurite.DisposeAsync();
            Console.WriteLine($"Azurite answered {azurite.Requests} requests.");
        }
    }
}
