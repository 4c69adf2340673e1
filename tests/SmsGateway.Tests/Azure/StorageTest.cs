using Microsoft.Extensions.Logging.Abstractions;
using SmsGateway.Azure.Storage;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What a process of a test on Azurite uses: clients on a queue, a container and a table of the test's own.</summary>
internal sealed class StorageTest : IDisposable
{
    public StorageTest(AzureStorageOptions options, Codecs? codecs = null)
        : this(options, TimeProvider.System, codecs: codecs) { }

    /// <param name="options">The queue, the container and the table.</param>
    /// <param name="clock">What this process takes for the time, where that matters to what others hear of it.</param>
    /// <param name="patience">How long a message waits for the table. By default longer than an Azurite that many tests share stands still.</param>
    /// <param name="codecs">Null for <see cref="Codecs.Plain"/>.</param>
    public StorageTest(
        AzureStorageOptions options,
        TimeProvider clock,
        TimeSpan? patience = null,
        Codecs? codecs = null
    )
    {
        Options = options;
        Codecs = codecs ?? Codecs.Plain;
        Account = new StorageAccount(options, () => throw new InvalidOperationException("Azurite needs no token."));
        Copies = StorageQueue.On(Account, TimeProvider.System);
        Blobs = new BlobTexts(Account.DeadLetters);
        Notes = SharedNotes.On(Account, clock, NullLogger<SharedNotes>.Instance, patience ?? TimeSpan.FromSeconds(20));
        Admission = new StorageAdmissionStore(Notes, Blobs, TimeProvider.System);
        Leases = NewLeases(LeaseTerm.LengthFor(new DeliveryOptions().AttemptTimeout));
        Queue = NewQueue(Blobs);
        DeadLetters = new BlobDeadLetterStore(Account.DeadLetters, Queue, Codecs.Records, TimeProvider.System);
    }

    public AzureStorageOptions Options { get; }

    public Codecs Codecs { get; }

    public StorageAccount Account { get; }

    public StorageQueue Copies { get; }

    public BlobTexts Blobs { get; }

    public SharedNotes Notes { get; }

    public StorageAdmissionStore Admission { get; }

    public StorageLeases Leases { get; }

    public StorageSendQueue Queue { get; }

    public BlobDeadLetterStore DeadLetters { get; }

    /// <summary>Of a process that shares nothing.</summary>
    public static SharedNotes Alone(TimeProvider time) =>
        new(null, time, NullLogger<SharedNotes>.Instance, SharedNotes.Patience);

    public StorageSendQueue NewQueue(BlobTexts claims) =>
        new(
            Copies,
            Leases,
            new IdempotencyClaims(claims, TimeProvider.System),
            Notes,
            Codecs.Envelopes,
            TimeProvider.System,
            NullLogger<StorageSendQueue>.Instance
        );

    public StorageLeases NewLeases(TimeSpan length) => new(Copies, length, TimeProvider.System);

    public static ValueTask WaitAsync(TimeSpan time) =>
        new(Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken));

    public void Dispose()
    {
        Notes.Dispose();
        Account.Dispose();
    }
}
