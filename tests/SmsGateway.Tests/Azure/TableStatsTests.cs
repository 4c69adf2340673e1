using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Telemetry;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class TableStatsTests(AzuriteFixture azurite) : StatsStoreContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private static readonly DateTimeOffset Hour = TheHour(TimeProvider.System.GetUtcNow());

    /// <summary>Two minutes after an hour, so that the hour before is in it; lately, so that nobody deletes it.</summary>
    private protected override DateTimeOffset Now { get; } = Hour.AddMinutes(2 - 60);

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override IStatsStore Open() => new TableStats(_storage.Account.Notes, TimeProvider.System);

    [Fact]
    public async Task Whoever_writes_deletes_what_is_older_than_it_is_kept()
    {
        var now = TimeProvider.System.GetUtcNow();
        var old = now - IStatsStore.Kept - TimeSpan.FromHours(1);
        // Who writes first begins with it, before there is anything: another comes later.
        await Open().WriteAsync(Row(old, "a", "old"), Stop);
        await Open().WriteAsync(Row(now, "a", "new"), Stop);

        Assert.True(
            await Poll.UntilAsync(async () => await CountAsync() == 1, TimeSpan.FromSeconds(20), Stop),
            $"There are {await CountAsync()} rows."
        );
    }

    [Fact]
    public async Task Two_instances_tell_the_sum_of_both()
    {
        var time = new SettableTime(Hour.AddSeconds(-30));
        using var telemetry = new GatewayTelemetry();
        using var otherTelemetry = new GatewayTelemetry();
        var log = new FakeLogCollector();
        using var one = new StatsMinutes(telemetry, time, log.For<StatsMinutes>(), Open());
        using var other = new StatsMinutes(otherTelemetry, time, log.For<StatsMinutes>(), Open());
        await one.StartAsync(Stop);
        await other.StartAsync(Stop);
        for (var i = 0; i < 3; i++)
        {
            telemetry.Accepted("auth0", TimeSpan.FromMilliseconds(1));
            otherTelemetry.Attempted("twilio", "Accepted", TimeSpan.FromMilliseconds(1));
            otherTelemetry.Delivered("twilio", TimeSpan.FromSeconds(i + 1));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var instance in new[] { one, other })
        {
            StatsReport report = null!;
            Assert.True(
                await Poll.UntilAsync(
                    async () =>
                    {
                        report = await instance.ReadAsync(Stop);
                        return report.Last(60) is { Accepted: 3, Delivered: 3 };
                    },
                    TimeSpan.FromSeconds(20),
                    Stop
                ),
                $"{report.Last(60)}"
            );
            Assert.Equal(2, report.Instances);
            Assert.Equal((1L, 1L), (report.Last(1).Accepted, report.Last(1).Delivered));
            Assert.Equal(new CarrierCount(3, 0, 0), report.Last(60).Carriers["twilio"]);
            Assert.InRange(report.Last(60).Percentile(0.99)!.Value, 2.5, 3.6);
        }

        Assert.Empty(log.GetSnapshot());
    }

    [Fact]
    public async Task What_somebody_else_has_put_there_is_passed_over()
    {
        var store = Open();
        await store.WriteAsync(Row(Now - TimeSpan.FromMinutes(1), "a", "1"), Stop);
        var partition = $"stats-{Now:yyyyMMddHH}";
        foreach (
            var entity in new[]
            {
                new TableEntity(partition, "01-b") { ["Count"] = "a text" },
                new TableEntity(partition, "01-c"),
                new TableEntity(partition, "junk") { ["Count"] = new byte[] { 1 } },
                new TableEntity(partition, "61-d") { ["Count"] = new byte[] { 1 } },
            }
        )
        {
            await _storage.Account.Notes!.AddEntityAsync(entity, Stop);
        }

        Assert.Equal(["1"], await ReadAsync(store, Now - TimeSpan.FromHours(1), Now));
    }

    [Fact]
    public async Task Without_a_table_nothing_is_written_and_nothing_known()
    {
        var none = new TableStats(null, TimeProvider.System);
        await none.WriteAsync(Row(Now, "a", "1"), Stop);

        Assert.Empty(await none.ReadAsync(Now, Now + TimeSpan.FromMinutes(1), Stop));
    }

    [Fact]
    public async Task A_table_that_is_away_is_told_as_such()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        var connection = Regex.Replace(
            _storage.Options.ConnectionString!.Reveal(),
            @"(?<=TableEndpoint=http://127\.0\.0\.1:)\d+",
            $"{port}"
        );
        using var away = new StorageTest(_storage.Options with { ConnectionString = new Sensitive(connection) });
        var store = new TableStats(away.Account.Notes, TimeProvider.System);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await store.WriteAsync(Row(Now, "a", "1"), Stop)
        );
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ReadAsync(Now, Now, Stop));
    }

    private static DateTimeOffset TheHour(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private async Task<int> CountAsync() => (await TableRows.OfAsync(_storage.Account, "stats-", "stats.", Stop)).Count;
}
