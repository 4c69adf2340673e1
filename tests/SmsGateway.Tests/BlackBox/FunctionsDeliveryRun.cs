using SmsGateway.Testing;
using SmsGateway.Testing.FunctionsHost;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The Functions app as a process, with a way to its blobs that can be shut.</summary>
public sealed class FunctionsDeliveryRun : IAsyncLifetime
{
    public const string MasterKey = "master-key-of-this-test";

    internal StorageRun Run { get; private set; } = null!;

    internal TcpGate Blobs { get; private set; } = null!;

    internal FunctionsHostProcess App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Run = await StorageRun.StartAsync(CancellationToken.None);
        Blobs = new TcpGate(new Uri($"http://127.0.0.1:{Run.Azurite.BlobPort}"));
        App = await Run.StartFunctionsAsync(
            CancellationToken.None,
            more: new Dictionary<string, string>
            {
                ["Store__ConnectionString"] = Run.Azurite.ConnectionString.Replace(
                    $":{Run.Azurite.BlobPort}/",
                    $":{Blobs.Address.Port}/",
                    StringComparison.Ordinal
                ),
                [FunctionsHostOptions.MasterKeySetting] = MasterKey,
                // So that the hand-outs of a message that nobody can process are over soon.
                ["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "2",
                ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        await Blobs.DisposeAsync();
    }
}
