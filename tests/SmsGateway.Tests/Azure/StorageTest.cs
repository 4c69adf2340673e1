using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Azure.Storage;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What a test on Azurite uses: clients on a queue and a container of its own.</summary>
internal sealed class StorageTest : IDisposable
{
    public StorageTest(AzureStorageOptions options)
    {
        Options = options;
        Account = new StorageAccount(options, () => throw new InvalidOperationException("Azurite needs no token."));
        Copies = StorageQueue.On(Account, TimeProvider.System);
        Blobs = new BlobTexts(Account.DeadLetters);
        Queue = NewQueue(Blobs);
    }

    public AzureStorageOptions Options { get; }

    public StorageAccount Account { get; }

    public StorageQueue Copies { get; }

    public BlobTexts Blobs { get; }

    public StorageSendQueue Queue { get; }

    public StorageSendQueue NewQueue(BlobTexts claims) =>
        new(Copies, new IdempotencyClaims(claims, TimeProvider.System), TimeProvider.System, NullLogger<StorageSendQueue>.Instance);

    public static ValueTask WaitAsync(TimeSpan time) =>
        new(Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken));

    public void Dispose() => Account.Dispose();
}
