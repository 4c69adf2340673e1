using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What every dead-letter store must do.</summary>
public abstract class DeadLetterStoreContract
{
    private static readonly DateTimeOffset Noon = Samples.Start;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("junk")]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("6A756E6B")]
    [InlineData("39393939393939393939393939393939393939393939392F78")]
    public async Task What_it_never_said_cannot_be_continued(string token) =>
        await Assert.ThrowsAsync<UnknownPageException>(async () =>
            await Store.ListAsync(new DeadLetterQuery(null, null, token), Stop)
        );

    private protected abstract IDeadLetterStore Store { get; }

    [Fact]
    public async Task A_record_is_found_whole()
    {
        var recorded = await RecordAsync(Noon);

        var found = await Store.FindAsync(recorded.Id, Stop);

        Assert.Equal(DeadLetterSerializer.Serialize(recorded), DeadLetterSerializer.Serialize(found!));
    }

    [Fact]
    public async Task An_unreadable_message_keeps_its_raw_text()
    {
        var recorded = DeadLetter.Unreadable("{\"v\":7}"u8.ToArray(), "version 7", DeadLetterReason.Unreadable, Noon);
        await Store.RecordAsync(recorded, Stop);

        var found = await Store.FindAsync(recorded.Id, Stop);

        Assert.Equal("{\"v\":7}", found!.Raw!.Reveal());
        Assert.Null(found.Envelope);
    }

    [Fact]
    public async Task Recording_twice_keeps_one_record()
    {
        var first = await RecordAsync(Noon);
        await Store.RecordAsync(first with { Reason = DeadLetterReason.Expired }, Stop);

        var found = Assert.Single((await ListAsync()).Items);
        Assert.Equal(DeadLetterReason.Expired, found.Reason);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_not_deleted()
    {
        var never = Create(Noon);

        Assert.Null(await Store.FindAsync(never.Id, Stop));
        Assert.False(await Store.DeleteAsync(never, Stop));
    }

    [Fact]
    public async Task A_deleted_record_is_gone()
    {
        var recorded = await RecordAsync(Noon);

        Assert.True(await Store.DeleteAsync(recorded, Stop));
        Assert.Null(await Store.FindAsync(recorded.Id, Stop));
        Assert.Empty((await ListAsync()).Items);
    }

    [Fact]
    public async Task Deleting_an_old_record_leaves_the_one_that_has_replaced_it()
    {
        var old = await RecordAsync(Noon);
        var again = old with { DiedAt = Noon + TimeSpan.FromSeconds(1) };
        await Store.RecordAsync(again, Stop);

        Assert.False(await Store.DeleteAsync(old, Stop));
        Assert.Equal(again.DiedAt, (await Store.FindAsync(old.Id, Stop))!.DiedAt);
    }

    [Fact]
    public async Task A_message_that_dies_again_on_another_day_has_one_record()
    {
        var first = await RecordAsync(Noon);
        var again = first with { DiedAt = Noon + TimeSpan.FromDays(2) };
        await Store.RecordAsync(again, Stop);

        Assert.Equal(again.DiedAt, Assert.Single((await ListAsync()).Items).DiedAt);
        Assert.Equal(again.DiedAt, (await Store.FindAsync(first.Id, Stop))!.DiedAt);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_paged_without_gap_or_repeat()
    {
        var recorded = new List<DeadLetter>();
        for (var i = 0; i < 7; i++)
        {
            // Two share each moment, so that a page can end between equals.
            recorded.Add(await RecordAsync(Noon + TimeSpan.FromSeconds(i / 2)));
        }

        var listed = new List<DeadLetter>();
        string? position = null;
        do
        {
            var page = await ListAsync(continuation: position, max: 3);
            Assert.InRange(page.Items.Count, 1, 3);
            listed.AddRange(page.Items);
            position = page.Continue;
        } while (position is not null);

        Assert.Equal(
            recorded.Select(item => item.Id.ToString()).Order(),
            listed.Select(item => item.Id.ToString()).Order()
        );
        Assert.Equal(listed.Select(item => item.DiedAt).OrderDescending(), listed.Select(item => item.DiedAt));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_day_and_reason()
    {
        var today = await RecordAsync(Noon);
        var expired = await RecordAsync(Noon, DeadLetterReason.Expired);
        var yesterday = await RecordAsync(Noon - TimeSpan.FromDays(1));
        var day = DateOnly.FromDateTime(Noon.UtcDateTime);

        Assert.Equal([today.Id], Ids(await ListAsync(day, DeadLetterReason.Rejected)));
        Assert.Equal([expired.Id], Ids(await ListAsync(reason: DeadLetterReason.Expired)));
        Assert.Equal([yesterday.Id], Ids(await ListAsync(day.AddDays(-1))));
    }

    private static IEnumerable<MessageId> Ids(DeadLetterPage page) => page.Items.Select(item => item.Id);

    private ValueTask<DeadLetterPage> ListAsync(
        DateOnly? day = null,
        DeadLetterReason? reason = null,
        string? continuation = null,
        int max = 100
    ) => Store.ListAsync(new DeadLetterQuery(day, reason, continuation, max), Stop);

    private async Task<DeadLetter> RecordAsync(
        DateTimeOffset diedAt,
        DeadLetterReason reason = DeadLetterReason.Rejected
    )
    {
        var deadLetter = Create(diedAt, reason);
        await Store.RecordAsync(deadLetter, Stop);
        return deadLetter;
    }

    private static DeadLetter Create(DateTimeOffset diedAt, DeadLetterReason reason = DeadLetterReason.Rejected)
    {
        var id = MessageId.New(diedAt);
        var envelope = Samples.CreateEnvelope(
            id: id.ToString(),
            acceptedAt: diedAt,
            attempts: [Samples.CreateAttempt(at: diedAt)]
        );
        return new DeadLetter(id, reason, envelope, null, null, diedAt);
    }
}
