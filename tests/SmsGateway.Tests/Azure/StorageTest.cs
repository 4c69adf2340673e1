using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Azure.Storage;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What a test on Azurite uses: clients on a queue and a container of its own.</summary>
internal sealed class StorageTest : IDisposable
{
    /// <param name="options">The queue and the container.</param>
    /// <param name="codecs">Null for <see cref="Codecs.Plain"/>.</param>
    public StorageTest(AzureStorageOptions options, Codecs? codecs = null)
    {
        Options = options;
        Codecs = codecs ?? Codecs.Plain;
        Account = new StorageAccount(options, () => throw new InvalidOperationException("Azurite needs no token."));
        Copies = StorageQueue.On(Account, TimeProvider.System);
        Blobs = new BlobTexts(Account.DeadLetters);
        Leases = NewLeases(LeaseTerm.LengthFor(new DeliveryOptions().AttemptTimeout));
        Queue = NewQueue(Blobs);
        DeadLetters = new BlobDeadLetterStore(Account.DeadLetters, Queue, Codecs.Records, TimeProvider.System);
    }

    public AzureStorageOptions Options { get; }

    public Codecs Codecs { get; }

    public StorageAccount Account { get; }

    public StorageQueue Copies { get; }

    public BlobTexts Blobs { get; }

    public StorageLeases Leases { get; }

    public StorageSendQueue Queue { get; }

    public BlobDeadLetterStore DeadLetters { get; }

    public StorageSendQueue NewQueue(BlobTexts claims) =>
        new(
            Copies,
            Leases,
            new IdempotencyClaims(claims, TimeProvider.System),
            Codecs.Envelopes,
            TimeProvider.System,
            NullLogger<StorageSendQueue>.Instance
        );

    public StorageLeases NewLeases(TimeSpan length) => new(Copies, length, TimeProvider.System);

    public static ValueTask WaitAsync(TimeSpan time) =>
        new(Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken));

    public void Dispose() => Account.Dispose();
}
