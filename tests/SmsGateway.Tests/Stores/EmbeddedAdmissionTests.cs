using SmsGateway.Admission;
using SmsGateway.Embedded;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedAdmissionTests : AdmissionStoreContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Notes_go_when_they_are_a_day_old_and_no_others()
    {
        var store = Open();
        for (var i = 0; i < 20; i++)
        {
            await store.WriteNoteAsync(SampleNotes.Write(i), TestContext.Current.CancellationToken);
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _folder.Time.Advance(IAdmissionStore.Kept - TimeSpan.FromMinutes(10.5));
        for (var i = 0; i < 5; i++)
        {
            await store.WriteNoteAsync(SampleNotes.Write(20 + i), TestContext.Current.CancellationToken);
        }

        Assert.Equal(10L + 5, _folder.Query("SELECT count(*) FROM admission_notes"));
    }

    [Fact]
    public async Task A_day_is_looked_through_page_by_page_from_its_end()
    {
        var store = Open();
        await store.WriteNoteAsync(SampleNotes.Write(0), Stop);
        _folder.Time.Advance(IAdmissionStore.Kept);
        for (var i = 1; i <= 300; i++)
        {
            await store.WriteNoteAsync(SampleNotes.Write(i), Stop);
        }

        Assert.Equal(Enumerable.Range(1, 300).Reverse(), await LookBackAsync(store));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(0, 1)]
    [InlineData(650, 699)]
    [InlineData(699, 900)]
    [InlineData(-50, -1)]
    public async Task A_part_of_the_day_is_looked_through_from_its_end(int since, int until)
    {
        var (store, began) = (Open(), _folder.Time.GetUtcNow());
        Assert.Empty(await LookBackAsync(store, null, began, began));
        for (var i = 0; i < 700; i++)
        {
            await store.WriteNoteAsync(SampleNotes.Write(i), Stop);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = await LookBackAsync(store, null, began.AddSeconds(since - 0.5), began.AddSeconds(until));

        Assert.Equal(Enumerable.Range(0, 700).Where(i => i >= since && i <= until).Reverse(), seen);
    }

    [Fact]
    public async Task Each_page_tells_from_when_on_all_has_been_looked_through()
    {
        var (store, began) = (Open(), _folder.Time.GetUtcNow());
        for (var i = 0; i < 700; i++)
        {
            await store.WriteNoteAsync(SampleNotes.Write(i), Stop);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var since = new List<double>();
        await foreach (var stretch in store.LookBackAsync(notes => notes, began.AddSeconds(100), null, Stop))
        {
            since.Add((stretch.Since - began).TotalSeconds);
        }

        Assert.Equal([444, 188, 100], since);
    }

    private protected override DateTimeOffset DayAgo => _folder.Time.GetUtcNow() - IAdmissionStore.Kept;

    private protected override IAdmissionStore Open() => _folder.Open();

    private protected override void Close(IAdmissionStore store) => _folder.Close((EmbeddedStore)store);
}
