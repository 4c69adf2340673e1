using System.Globalization;
using SmsGateway.CarrierSimulator.Inbox;
using Xunit;

namespace SmsGateway.Tests.Simulator;

public sealed class SeenIdsTests
{
    [Fact]
    public void Ids_that_differ_only_at_their_end_are_all_counted()
    {
        // More than one shard holds: they must spread.
        const int Count = 300_000;
        var seen = new SeenIds();
        Parallel.For(
            0,
            Count,
            i =>
                seen.Add(Guid.ParseExact("019aa3b06e2a7c3e8f00" + i.ToString("x12", CultureInfo.InvariantCulture), "N"))
        );

        Assert.Equal(Count, seen.Distinct);
        Assert.Equal(0, seen.Untracked);
        Assert.Equal(0, seen.Duplicates);
    }

    [Fact]
    public void An_id_is_one_duplicate_however_often_it_comes()
    {
        var id = Guid.ParseExact("019aa3b06e2a7c3e8f00000000000001", "N");
        var seen = new SeenIds();
        Parallel.For(0, 1000, _ => seen.Add(id));

        Assert.Equal(1, seen.Duplicates);
        Assert.Equal(new KeyValuePair<Guid, int>(id, 1000), Assert.Single(seen.Shards().SelectMany(shard => shard)));
    }
}
