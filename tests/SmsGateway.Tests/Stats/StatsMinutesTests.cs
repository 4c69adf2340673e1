using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stats;

/// <summary>The minutes of the last hour: when one ends, what is written of it, and what is told.</summary>
public sealed class StatsMinutesTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Half a minute is over.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 8, 0, 30, TimeSpan.Zero);

    private readonly SettableTime _time = new(Start);
    private readonly FakeStatsStore _store = new();
    private readonly FakeLogCollector _log = new();
    private readonly GatewayTelemetry _telemetry = new();
    private readonly StatsMinutes _minutes;

    public StatsMinutesTests() => _minutes = New(_telemetry);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _minutes.StartAsync(Stop);

    public ValueTask DisposeAsync()
    {
        _minutes.Dispose();
        _telemetry.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_minute_that_runs_is_told_from_memory()
    {
        Accept(2);

        var report = await _minutes.ReadAsync(Stop);

        Assert.Equal((At(8, 0), 2L), (report.Running.Minute, report.Running.Count.Accepted));
        Assert.Equal(0, report.Last(60).Accepted);
        Assert.Equal(1, report.Instances);
        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task A_minute_is_written_when_it_is_over_and_once()
    {
        Accept(2);
        _time.Advance(TimeSpan.FromSeconds(30));
        Accept(5);

        var report = await _minutes.ReadAsync(Stop);
        Assert.Equal((2L, 5L), (report.Last(1).Accepted, report.Running.Count.Accepted));
        Assert.Equal((At(7, 1), At(8, 0)), (report.Minutes[0].Minute, report.Minutes[^1].Minute));
        _time.Advance(Minute);
        _time.Advance(Minute);
        Assert.Equal([At(8, 0), At(8, 1)], _store.Rows.Select(row => row.Minute));
        Assert.Equal([2, 5], _store.Rows.Select(AcceptedIn));
        Assert.Equal(2, _store.Writes);
        Assert.Single(_store.Rows.Select(row => row.Instance).Distinct());
    }

    [Fact]
    public void Of_a_minute_in_which_nothing_happened_nothing_is_written()
    {
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Minute);
        }

        Assert.Equal(0, _store.Writes);
    }

    [Fact]
    public async Task The_sums_are_of_the_last_minutes_that_are_over()
    {
        for (var i = 0; i < 70; i++)
        {
            Accept(1);
            _time.Advance(Minute);
        }

        Accept(100);
        var report = await _minutes.ReadAsync(Stop);

        Assert.Equal((1L, 10L, 60L), (report.Last(1).Accepted, report.Last(10).Accepted, report.Last(60).Accepted));
        Assert.Equal(60, report.Minutes.Length);
    }

    [Fact]
    public async Task What_others_have_written_is_in_the_sum()
    {
        Accept(2);
        using var otherTelemetry = new GatewayTelemetry();
        using var other = New(otherTelemetry);
        await other.StartAsync(Stop);
        Accept(3, otherTelemetry);
        _time.Advance(Minute);

        foreach (var minutes in new[] { _minutes, other })
        {
            var report = await minutes.ReadAsync(Stop);
            Assert.Equal(5, report.Last(1).Accepted);
            Assert.Equal(2, report.Instances);
            Assert.Null(report.Detail);
        }
    }

    [Fact]
    public async Task What_this_process_counted_before_a_restart_is_in_it()
    {
        Accept(2);
        await _minutes.StopAsync(Stop);
        using var telemetry = new GatewayTelemetry();
        using var again = New(telemetry);
        await again.StartAsync(Stop);
        Accept(3, telemetry);
        _time.Advance(Minute);

        Assert.Equal(5, (await again.ReadAsync(Stop)).Last(1).Accepted);
    }

    [Fact]
    public async Task The_end_of_the_process_writes_what_there_is_of_the_minute()
    {
        Accept(4);
        await _minutes.StopAsync(Stop);

        Assert.Equal(4, AcceptedIn(Assert.Single(_store.Rows)));
        _time.Advance(Minute);
        Assert.Equal(1, _store.Writes);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_of_once_and_gets_everything_when_it_is_back()
    {
        _store.Failure = new StoreUnavailableException("The table is away.");
        using var failed = _telemetry.Collect<long>("sms.records.failed");
        for (var i = 0; i < 5; i++)
        {
            Accept(1);
            _time.Advance(Minute);
        }

        var report = await _minutes.ReadAsync(Stop);
        Assert.Equal(("The table is away.", 5L), (report.Detail, report.Last(10).Accepted));
        var line = Assert.Single(_log.GetSnapshot());
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains("The table is away.", line.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("record=minute", 5), failed.Tags);

        _store.Failure = null;
        _time.Advance(Minute);
        Assert.Equal([1, 1, 1, 1, 1], _store.Rows.Select(AcceptedIn));
        Assert.Single(_log.GetSnapshot());
    }

    /// <summary>It must not keep the process from its end, nor memory from others.</summary>
    [Fact]
    public async Task What_a_store_does_not_take_within_the_hour_is_forgotten()
    {
        _store.Failure = new StoreUnavailableException("The table is away.");
        Accept(1);
        for (var i = 0; i < 62; i++)
        {
            _time.Advance(Minute);
        }

        Accept(7);
        _store.Failure = null;
        await _minutes.StopAsync(Stop);

        Assert.Equal(7, AcceptedIn(Assert.Single(_store.Rows)));
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_passed_over()
    {
        _store.Put(new StatsRow(At(7, 59), "another", "junk"u8.ToArray()));
        _store.Put(new StatsRow(At(7, 59), "one-more", """{"accepted":3}"""u8.ToArray()));

        Assert.Equal(3, (await _minutes.ReadAsync(Stop)).Last(1).Accepted);
    }

    /// <summary>The same minute comes a second time; its row holds both.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_loses_nothing()
    {
        Accept(2);
        _time.Advance(TimeSpan.FromSeconds(30));
        Accept(3);
        _time.Set(-Minute);
        Assert.Equal(At(8, 0), (await _minutes.ReadAsync(Stop)).Running.Minute);
        Accept(4);
        _time.Advance(Minute);

        Assert.Equal([At(8, 0), At(8, 1)], _store.Rows.Select(row => row.Minute));
        Assert.Equal([6, 3], _store.Rows.Select(AcceptedIn));
    }

    [Fact]
    public async Task Without_a_store_a_process_tells_its_own()
    {
        using var telemetry = new GatewayTelemetry();
        using var alone = new StatsMinutes(telemetry, _time, _log.For<StatsMinutes>());
        await alone.StartAsync(Stop);
        Accept(2, telemetry);
        _time.Advance(Minute);

        Assert.Equal(2, (await alone.ReadAsync(Stop)).Last(1).Accepted);
        await alone.StopAsync(Stop);
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 26, hour, minute, 0, TimeSpan.Zero);

    private static long AcceptedIn(StatsRow row) => StatsCountSerializer.Deserialize(row.Count.Span)!.Accepted;

    private StatsMinutes New(GatewayTelemetry telemetry) => new(telemetry, _time, _log.For<StatsMinutes>(), _store);

    private void Accept(int messages, GatewayTelemetry? telemetry = null)
    {
        for (var i = 0; i < messages; i++)
        {
            (telemetry ?? _telemetry).Accepted("auth0", TimeSpan.FromMilliseconds(1));
        }
    }
}
