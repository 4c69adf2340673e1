using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>Records of deliveries go when they have had their day, in whatever order they came.</summary>
public sealed class EmbeddedRecordTrimTests : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly EmbeddedFolder _folder = new();

    /// <summary>Set ahead, it brings no upkeep: that comes when it advances.</summary>
    private readonly SettableTime _time = new(Samples.Start);
    private readonly EmbeddedStore _store;

    public EmbeddedRecordTrimTests() => _store = _folder.Open(_time);

    private CancellationToken Stop { get; } = Patience.Bounded;

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _folder.Dispose();

    /// <summary>As after a replay of dead letters: their ids are old, and their records are to stay for a day from now.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(700)]
    public async Task What_is_to_stay_for_longer_holds_nothing_back_that_lies_behind_it(int staying)
    {
        Put(30, Now, Now + Kept);
        Put(30, Now + Hour, Now + Kept + Hour);
        Put(staying, Now - TimeSpan.FromDays(20), Now + Kept + (20 * Hour));
        foreach (var later in new[] { Kept, Hour })
        {
            _time.Set(later);
            for (var i = 0; i < 20; i++)
            {
                await DeliverAsync(MessageId.New(Now));
            }

            Assert.Equal(0L, CountOld());
        }

        Assert.Equal(staying + 40L, Count());
    }

    [Fact]
    public async Task Nor_does_one_that_was_delivered_again_and_again()
    {
        var again = MessageId.New(Now - TimeSpan.FromDays(20));
        for (var hour = 0; hour < 48; hour++)
        {
            await DeliverAsync(again);
            Put(30, Now, Now + Kept);
            _time.Set(Hour);
        }

        // An hour's are old since just now, or since the delivery before.
        Assert.InRange(CountOld(), 0, 60);
    }

    [Fact]
    public async Task While_old_messages_are_delivered_now_and_then_the_file_does_not_grow()
    {
        var pages = new List<long>();
        for (var hour = 0; hour < 5 * 24; hour++)
        {
            if (hour % 12 == 0)
            {
                await DeliverAsync(MessageId.New(Now - TimeSpan.FromDays(20)));
            }

            await DeliverAsync(MessageId.New(Now));
            Put(30, Now, Now + Kept);
            _time.Set(Hour);
            pages.Add((long)_folder.Query("PRAGMA page_count")!);
        }

        Assert.True(pages[^1] <= pages[36] + 8, string.Join(' ', pages));
        Assert.InRange(Count(), 24 * 31, 27 * 32);
    }

    /// <summary>They sort before all others, or behind.</summary>
    [Theory]
    [InlineData("00-somebody-elses")]
    [InlineData("ffffffffffff7fff8fffffffffffffff")]
    [InlineData("zz-somebody-elses")]
    public async Task An_id_that_tells_no_time_is_forgotten_as_well(string id)
    {
        // More than are looked at in a minute, and to stay for longer.
        Put(600, Now + Hour, Now + (Kept * 2));
        Put(id, Now + Kept);
        _time.Set(Kept);

        Assert.True(
            await Poll.UntilAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromMinutes(1));
                    return Task.FromResult(Count() == 600L);
                },
                TimeSpan.FromSeconds(10),
                Stop
            ),
            $"{Count()} rows are there."
        );
    }

    private long Count() => (long)_folder.Query("SELECT count(*) FROM outcomes")!;

    private long CountOld() =>
        (long)_folder.Query($"SELECT count(*) FROM outcomes WHERE until <= {Now.ToUnixTimeMilliseconds()}")!;

    /// <summary>Rows as they are written for messages accepted then, without a commit for each.</summary>
    private void Put(int count, DateTimeOffset acceptedAt, DateTimeOffset until)
    {
        var ids = Enumerable.Range(0, count).Select(i => MessageId.New(acceptedAt.AddMilliseconds(-i)));
        _folder.Query(
            $"INSERT INTO outcomes VALUES {string.Join(',', ids.Select(id => Row($"{id}", until)))}; SELECT 1"
        );
    }

    private void Put(string id, DateTimeOffset until) =>
        _folder.Query($"INSERT INTO outcomes VALUES {Row(id, until)}; SELECT 1");

    private static string Row(string id, DateTimeOffset until) =>
        $"('{id}', {until.ToUnixTimeMilliseconds()}, zeroblob(250))";

    private async Task DeliverAsync(MessageId id)
    {
        await _store.EnqueueAsync(Samples.CreateEnvelope() with { Id = id }, TimeSpan.Zero, Stop);
        var lease = Assert.Single(await _store.ReceiveAsync(1, Stop));
        lease.Outcome = new MessageOutcome(id, new byte[250]);
        Assert.True(await _store.CompleteAsync(lease, Stop));
    }
}
