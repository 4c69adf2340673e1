using SmsGateway.Stats;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedStatsTests : StatsStoreContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();

    private protected override DateTimeOffset Now { get; } = new(2026, 11, 26, 8, 2, 0, TimeSpan.Zero);

    public void Dispose() => _folder.Dispose();

    private protected override IStatsStore Open() => _folder.Open().Stats;

    [Fact]
    public async Task Whoever_writes_removes_what_is_older_than_it_is_kept()
    {
        var store = Open();
        await store.WriteAsync(Row(Now, "a", "old"), Stop);
        await store.WriteAsync(Row(Now + IStatsStore.Kept, "a", "young"), Stop);
        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM stats"));
        await store.WriteAsync(Row(Now + IStatsStore.Kept + TimeSpan.FromMinutes(1), "a", "new"), Stop);

        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM stats"));
    }
}
