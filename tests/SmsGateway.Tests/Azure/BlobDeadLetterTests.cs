using Azure.Storage.Blobs;
using SmsGateway.Azure.Storage;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class BlobDeadLetterTests(AzuriteFixture azurite) : DeadLetterStoreContract, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Samples.Start;

    private StorageTest _storage = null!;
    private BlobDeadLetterStore _store = null!;

    private protected override IDeadLetterStore Store => _store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private BlobContainerClient Container => _storage.Account.DeadLetters;

    public async ValueTask InitializeAsync()
    {
        _storage = new StorageTest(await azurite.NewStoreAsync());
        _store = _storage.DeadLetters;
    }

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_record_is_one_blob_under_the_day_of_death()
    {
        var recorded = await RecordAsync(acceptedAt: Noon, diedAt: Noon);

        var blob = await Container.GetBlobClient($"2026/03/04/{recorded.Id}.json").DownloadContentAsync(Stop);
        Assert.Equal(DeadLetterSerializer.Serialize(recorded), blob.Value.Content.ToArray());
        Assert.Equal("application/json", blob.Value.Details.ContentType);
        Assert.Equal("Rejected", blob.Value.Details.Metadata["reason"]);
    }

    [Fact]
    public async Task Before_the_first_record_the_list_is_empty()
    {
        Assert.Empty((await ListAsync()).Items);
        Assert.Empty((await ListAsync(DeadLetterBlobs.DayOf(Noon))).Items);
    }

    /// <summary>Days after acceptance: within its life, after waiting in the queue, replayed much later.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(400)]
    public async Task A_record_is_found_whenever_it_died(int daysLater)
    {
        await RecordAsync(Noon, Noon.AddDays(3));
        var recorded = await RecordAsync(Noon, Noon.AddDays(daysLater));

        Assert.Equal(recorded.DiedAt, (await Store.FindAsync(recorded.Id, Stop))!.DiedAt);
        Assert.True(await Store.DeleteAsync(recorded, Stop));
        Assert.Null(await Store.FindAsync(recorded.Id, Stop));
    }

    [Fact]
    public async Task A_record_whose_id_tells_no_time_is_found_too()
    {
        var recorded = new DeadLetter(
            Samples.ParseId("theirs-1"),
            DeadLetterReason.Unreadable,
            null,
            new Sensitive("x"),
            null,
            Noon
        );
        await Store.RecordAsync(recorded, Stop);

        Assert.Equal(Noon, (await Store.FindAsync(recorded.Id, Stop))!.DiedAt);
    }

    [Fact]
    public async Task Within_a_day_the_time_of_death_decides_not_that_of_acceptance()
    {
        var early = await RecordAsync(Noon, Noon.AddMinutes(20));
        var late = await RecordAsync(Noon.AddMinutes(10), Noon.AddMinutes(10));

        Assert.Equal([early.Id, late.Id], (await ListAsync()).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Pages_go_back_over_days_months_and_years()
    {
        var recorded = new List<DeadLetter>();
        foreach (var daysAgo in (int[])[0, 0, 1, 4, 63, 64, 365])
        {
            recorded.Add(await RecordAsync(Noon.AddDays(-daysAgo), Noon.AddDays(-daysAgo).AddMinutes(-recorded.Count)));
        }

        var listed = new List<MessageId>();
        string? position = null;
        do
        {
            var page = await Store.ListAsync(new DeadLetterQuery(null, null, position, 2), Stop);
            listed.AddRange(page.Items.Select(item => item.Id));
            position = page.Continue;
        } while (position is not null);

        Assert.Equal(recorded.Select(item => item.Id), listed);
    }

    [Fact]
    public async Task A_rare_reason_is_found_over_several_pages_that_each_look_into_a_month()
    {
        for (var daysAgo = 0; daysAgo < 40; daysAgo++)
        {
            await RecordAsync(Noon.AddDays(-daysAgo), Noon.AddDays(-daysAgo));
        }

        var rare = await RecordAsync(Noon.AddDays(-39), Noon.AddDays(-39), DeadLetterReason.Poison);

        var first = await Store.ListAsync(new DeadLetterQuery(null, DeadLetterReason.Poison, null), Stop);
        Assert.Empty(first.Items);
        var second = await Store.ListAsync(new DeadLetterQuery(null, DeadLetterReason.Poison, first.Continue), Stop);
        Assert.Equal(rare.Id, Assert.Single(second.Items).Id);
        Assert.Null(second.Continue);
    }

    [Fact]
    public async Task What_others_put_into_the_container_neither_breaks_nor_hides_anything()
    {
        var recorded = await RecordAsync(Noon, Noon);
        await Container.UploadBlobAsync("2026/03/04/broken.json", new BinaryData("{"), Stop);
        await Container.UploadBlobAsync("2026/03/04/notes.txt", new BinaryData("hello"), Stop);
        await Container.UploadBlobAsync("2026/13/99/x.json", new BinaryData("{}"), Stop);
        await Container.UploadBlobAsync("other/x.json", new BinaryData("{}"), Stop);

        var items = (await ListAsync()).Items;

        Assert.Equal(["broken", recorded.Id.ToString()], items.Select(item => item.Id.ToString()));
        Assert.Equal("{", items[0].Raw!.Reveal());
    }

    [Fact]
    public async Task A_record_that_changed_since_it_was_read_is_not_deleted()
    {
        var recorded = await RecordAsync(Noon, Noon);
        var other = recorded with { DiedAt = Noon.AddTicks(1) };
        await Store.RecordAsync(other, Stop);

        Assert.False(await Store.DeleteAsync(recorded, Stop));
        Assert.True(await Store.DeleteAsync(other, Stop));
    }

    private ValueTask<DeadLetterPage> ListAsync(DateOnly? day = null) =>
        Store.ListAsync(new DeadLetterQuery(day, null, null), Stop);

    private async Task<DeadLetter> RecordAsync(
        DateTimeOffset acceptedAt,
        DateTimeOffset diedAt,
        DeadLetterReason reason = DeadLetterReason.Rejected
    )
    {
        var id = MessageId.New(acceptedAt);
        var deadLetter = new DeadLetter(
            id,
            reason,
            Samples.CreateEnvelope(id: id.ToString(), acceptedAt: acceptedAt),
            null,
            null,
            diedAt
        );
        await Store.RecordAsync(deadLetter, Stop);
        return deadLetter;
    }
}
