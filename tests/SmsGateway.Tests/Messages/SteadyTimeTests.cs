using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class SteadyTimeTests
{
    private readonly SettableTime _machine = new(Samples.Start);
    private readonly FakeLogCollector _log = new();
    private readonly SteadyTime _time;

    public SteadyTimeTests()
    {
        _time = new SteadyTime(_machine, _log.For<SteadyTime>());
        Assert.Equal(Samples.Start, _time.GetUtcNow());
    }

    [Theory]
    [InlineData(-150)]
    [InlineData(-3600)]
    [InlineData(-5.1)]
    [InlineData(5.1)]
    [InlineData(3600)]
    [InlineData(86_400_000)]
    public void Goes_on_by_the_monotonic_clock_when_the_machines_is_set(double seconds)
    {
        _machine.Advance(TimeSpan.FromSeconds(30));
        _machine.Set(TimeSpan.FromSeconds(seconds));
        _machine.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Samples.Start + TimeSpan.FromSeconds(60), _time.GetUtcNow());
        Assert.True(_time.IsParted);
        Assert.Equal(_machine.GetUtcNow(), SteadyTime.ByMachine(_time, _time.GetUtcNow()));
        var line = Assert.Single(_log.GetSnapshot());
        Assert.Contains(seconds < 0 ? "set back by" : "set ahead by", line.Message, StringComparison.Ordinal);
        Assert.Contains(line.Message.Split("; ")[0], _time.Detail!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-4.9)]
    [InlineData(4.9)]
    public void Follows_small_corrections_however_many(double seconds)
    {
        for (var i = 0; i < 100; i++)
        {
            _machine.Set(TimeSpan.FromSeconds(seconds));
            _machine.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal(_machine.GetUtcNow(), _time.GetUtcNow());
        }

        Assert.False(_time.IsParted);
        Assert.Null(_time.Detail);
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public void Is_the_machines_again_when_that_is_set_right()
    {
        _machine.Set(TimeSpan.FromSeconds(-150));
        Assert.True(_time.IsParted);
        _machine.Set(TimeSpan.FromSeconds(151));
        Assert.False(_time.IsParted);
        Assert.Equal(_machine.GetUtcNow(), _time.GetUtcNow());
    }

    [Fact]
    public void Takes_the_machines_time_when_nothing_lives_by_the_old_one_and_tells_of_it_for_an_hour()
    {
        _machine.Set(TimeSpan.FromHours(-1));
        Assert.True(_time.IsParted);
        _time.Rejoin();
        Assert.Equal(_machine.GetUtcNow(), _time.GetUtcNow());
        Assert.Contains("set back by 3600 s", _time.Detail!, StringComparison.Ordinal);
        _machine.Advance(TimeSpan.FromHours(1));
        Assert.Null(_time.Detail);
    }

    [Theory]
    [InlineData(-150)]
    [InlineData(3600)]
    public void On_a_store_that_machines_share_it_takes_the_machines_time_when_no_message_is_left_from_before(
        double seconds
    )
    {
        var time = new SteadyTime(_machine, _log.For<SteadyTime>(), TimeSpan.FromMinutes(5));
        Assert.Equal(Samples.Start, time.GetUtcNow());
        _machine.Set(TimeSpan.FromSeconds(seconds));
        Assert.Equal(Samples.Start, time.GetUtcNow());
        _machine.Advance(TimeSpan.FromMinutes(4.9));
        Assert.True(time.IsParted);
        _machine.Advance(TimeSpan.FromMinutes(0.1));
        Assert.False(time.IsParted);
        Assert.Equal(_machine.GetUtcNow(), time.GetUtcNow());
    }

    [Fact]
    public void A_process_that_stands_still_while_it_reads_the_clocks_sees_no_jump()
    {
        for (var i = 0; i < 3; i++)
        {
            _machine.OnRead = () => _machine.Advance(TimeSpan.FromSeconds(40));
            var read = _time.GetUtcNow();
            Assert.Equal(_machine.GetUtcNow(), read);
            _machine.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(_machine.GetUtcNow(), _time.GetUtcNow());
        }

        Assert.Empty(_log.GetSnapshot());
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-10, 0)]
    [InlineData(150, 150)]
    public void Is_not_earlier_at_start_than_what_is_known(double newest, double ahead)
    {
        _time.NotBefore(Samples.Start + TimeSpan.FromSeconds(newest));
        Assert.Equal(Samples.Start + TimeSpan.FromSeconds(ahead), _time.GetUtcNow());
    }

    [Fact]
    public void Other_clocks_are_the_machines_own() =>
        Assert.Equal(Samples.Start, SteadyTime.ByMachine(_machine, Samples.Start));
}
