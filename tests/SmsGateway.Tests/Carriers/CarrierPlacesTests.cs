using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class CarrierPlacesTests
{
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(60);

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly CarrierHealth _health;
    private readonly CarrierPlaces _places;

    public CarrierPlacesTests()
    {
        _health = new CarrierHealth(_time);
        _places = new CarrierPlaces(3, _health, _time);
    }

    [Theory]
    [InlineData(256, 1, CarrierPlaces.Unlimited)]
    [InlineData(256, 2, 128)]
    [InlineData(256, 3, 85)]
    [InlineData(2, 3, 1)]
    [InlineData(0, 3, 1)]
    public void A_share_is_an_equal_part_and_at_least_one(int all, int carriers, int share) =>
        Assert.Equal(share, CarrierPlaces.Share(all, carriers));

    [Fact]
    public void There_are_so_many_and_each_can_be_had_again()
    {
        Fill();
        Assert.False(_places.TryTake());
        _places.Leave(Answer);
        Assert.True(_places.TryTake());
        Assert.False(_places.TryTake());
    }

    [Fact]
    public void A_carrier_that_has_failed_has_one_until_it_delivers()
    {
        Fail();
        Assert.True(_places.TryTake());
        Assert.False(_places.TryTake());

        _health.Record(new SendOutcome.Accepted("SM1"));
        Assert.True(_places.TryTake());
        Assert.True(_places.TryTake());
        Assert.False(_places.TryTake());
    }

    [Fact]
    public void Who_finds_no_place_comes_back_at_the_carriers_own_pace()
    {
        Answered();
        Fill();
        // 60 ms for three: one every 20 ms.
        Assert.Equal([20, 40, 60, 80], Turns(4));

        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal([50, 70], Turns(2));
    }

    [Fact]
    public void When_no_answer_comes_they_come_back_later_and_not_more_than_a_hundred_a_second()
    {
        Fill();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([3000, 3010, 3020], Turns(3));
        Assert.Equal(23_000, Turns(2_000)[^1], 100.0);
        Assert.Equal(60_000, Turns(20_000)[^1], 0.0);
    }

    [Fact]
    public void Who_comes_when_it_is_back_does_not_stand_behind_those_of_the_outage()
    {
        Fail();
        Turns(10_000);
        _health.Record(new SendOutcome.Accepted("SM1"));
        Answered();
        Fill();
        Assert.Equal([20], Turns(1));
    }

    [Theory]
    [InlineData(0, PlaceUse.None)]
    [InlineData(1, PlaceUse.Passing)]
    [InlineData(3, PlaceUse.Blocking)]
    public void Messages_for_a_silent_carrier_are_in_the_way_when_it_has_no_place_left(int taken, PlaceUse use)
    {
        for (var i = 0; i < taken; i++)
        {
            _places.TryTake();
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(use, _places.Use);
    }

    [Theory]
    [InlineData(3, PlaceUse.Passing)]
    [InlineData(4, PlaceUse.Blocking)]
    public void A_quick_carrier_is_in_nobodys_way_even_without_a_place(int milliseconds, PlaceUse use)
    {
        Answered(milliseconds);
        Fill();
        Assert.Equal(use, _places.Use);
    }

    [Theory]
    [InlineData(99, PlaceUse.Passing)]
    [InlineData(100, PlaceUse.Blocking)]
    public void One_that_was_quick_and_stops_answering_is_noticed_soon(int milliseconds, PlaceUse use)
    {
        Answered(1);
        Fill();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(use, _places.Use);
    }

    [Fact]
    public void One_that_has_not_answered_yet_is_not_quick()
    {
        Fill();
        Assert.Equal(PlaceUse.Blocking, _places.Use);
    }

    [Fact]
    public void A_carrier_that_nobody_asks_for_is_out_of_use()
    {
        Answered();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(PlaceUse.Passing, _places.Use);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(PlaceUse.None, _places.Use);
    }

    private List<double> Turns(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Round(_places.Turn(TimeSpan.MaxValue).TotalMilliseconds, 3))];

    private void Fill()
    {
        while (_places.TryTake()) { }
    }

    private void Answered(int? milliseconds = null)
    {
        Assert.True(_places.TryTake());
        _places.Leave(milliseconds is { } duration ? TimeSpan.FromMilliseconds(duration) : Answer);
    }

    private void Fail()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _health.Record(new SendOutcome.Unavailable("http-503", null));
        }
    }
}
