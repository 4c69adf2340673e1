using SmsGateway.Stats;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What gateways on one store tell each other of their minutes, whichever store is behind it.</summary>
public abstract class StatsStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected CancellationToken Stop { get; } = Patience.Bounded;

    /// <summary>A minute that is over; the hour ends within the last ones.</summary>
    private protected abstract DateTimeOffset Now { get; }

    /// <summary>The store as one more process has it.</summary>
    private protected abstract IStatsStore Open();

    [Fact]
    public async Task What_one_writes_another_reads_as_it_was()
    {
        var (one, other) = (Open(), Open());
        Assert.Empty(await other.ReadAsync(Now - Minute, Now, Stop));
        await one.WriteAsync(Row(Now - Minute, "a-b", "{}"), Stop);

        var row = Assert.Single(await other.ReadAsync(Now - Minute, Now, Stop));
        Assert.Equal((Now - Minute, "a-b"), (row.Minute, row.Instance));
        Assert.Equal("{}"u8.ToArray(), row.Count.ToArray());
    }

    [Fact]
    public async Task Each_instance_and_minute_has_a_row_and_a_later_one_takes_its_place()
    {
        var store = Open();
        await store.WriteAsync(Row(Now - Minute, "a", "1"), Stop);
        await store.WriteAsync(Row(Now - Minute, "b", "2"), Stop);
        await store.WriteAsync(Row(Now - (2 * Minute), "a", "3"), Stop);
        await store.WriteAsync(Row(Now - Minute, "a", "4"), Stop);

        Assert.Equal(["2", "3", "4"], await ReadAsync(store, Now - (2 * Minute), Now));
    }

    [Fact]
    public async Task The_first_minute_is_read_and_the_end_is_not()
    {
        var store = Open();
        for (var i = 0; i < 63; i++)
        {
            await store.WriteAsync(Row(Now - (i * Minute), "a", $"{i}"), Stop);
        }

        Assert.Equal(
            Enumerable.Range(1, 60).Select(i => $"{i}").Order(StringComparer.Ordinal),
            await ReadAsync(store, Now - (60 * Minute), Now)
        );
    }

    private protected static StatsRow Row(DateTimeOffset minute, string instance, string count) =>
        new(minute, instance, System.Text.Encoding.UTF8.GetBytes(count));

    private protected async Task<IEnumerable<string>> ReadAsync(
        IStatsStore store,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        (await store.ReadAsync(from, until, Stop))
            .Select(row => System.Text.Encoding.UTF8.GetString(row.Count.Span))
            .Order(StringComparer.Ordinal);
}
