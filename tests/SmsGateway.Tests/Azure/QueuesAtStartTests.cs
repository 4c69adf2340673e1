using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Admission;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class QueuesAtStartTests(AzuriteFixture azurite)
{
    private readonly FakeLogCollector _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_queues_are_there_before_anything_starts_and_may_have_been_before()
    {
        using var storage = new StorageTest(await azurite.NewStoreAsync());

        await Create(storage).StartingAsync(Stop);
        await Create(storage).StartingAsync(Stop);

        Assert.True(await storage.Account.Queue.ExistsAsync(Stop));
        Assert.True(await storage.Account.PoisonQueue.ExistsAsync(Stop));
        Assert.Equal(storage.Account.Queue.Name + "-poison", storage.Account.PoisonQueue.Name);
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task An_account_that_is_away_is_told_and_does_not_stop_the_start()
    {
        using var storage = new StorageTest(
            new AzureStorageOptions
            {
                ConnectionString = new Sensitive(
                    "AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a"
                ),
            }
        );

        await Create(storage).StartingAsync(Stop);

        Assert.Equal(2, _log.Count);
        Assert.All(_log.GetSnapshot(), line => Assert.Equal((LogLevel.Warning, null), (line.Level, line.Exception)));
    }

    [Fact]
    public async Task A_connection_string_from_before_there_were_tables_starts_and_is_told_of()
    {
        var options = await azurite.NewStoreAsync();
        var text = options.ConnectionString!.Reveal();
        using var storage = new StorageTest(
            options with
            {
                ConnectionString = new Sensitive(text[..text.IndexOf("TableEndpoint", StringComparison.Ordinal)]),
            }
        );

        await Create(storage, new AdmissionOptions()).StartingAsync(Stop);

        Assert.Null(storage.Account.Notes);
        var line = Assert.Single(_log.GetSnapshot());
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("TableEndpoint", line.Message, StringComparison.Ordinal);
    }

    private QueuesAtStart Create(StorageTest storage, AdmissionOptions? admission = null) =>
        new(storage.Account, admission ?? AdmissionOptions.Off, TimeProvider.System, _log.For<QueuesAtStart>());
}
