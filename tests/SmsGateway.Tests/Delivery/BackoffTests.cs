using FsCheck.Fluent;
using SmsGateway.Delivery;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 15)]
    [InlineData(6, 30)]
    [InlineData(7, 30)]
    [InlineData(1000, 30)]
    [InlineData(int.MaxValue, 30)]
    [InlineData(0, 1)]
    [InlineData(int.MinValue, 1)]
    public void Follows_the_table(int runs, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(runs, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 0.8), Backoff.Delay(runs, 0));
        Assert.True(Backoff.Delay(runs, 0.999999) < TimeSpan.FromSeconds(seconds * 1.2));
    }

    [Fact]
    public void Stays_within_a_fifth_of_its_step_and_grows_with_the_randomness()
    {
        var inputs =
            from runs in Gen.Choose(1, 100)
            from random in Gen.Choose(0, 999_999)
            select (runs, random: random / 1e6);
        Properties.ForAll(
            inputs,
            input =>
            {
                var middle = Backoff.Delay(input.runs, 0.5);
                var delay = Backoff.Delay(input.runs, input.random);
                Assert.InRange(delay, middle * 0.8, middle * 1.2);
                Assert.Equal(input.random < 0.5, delay < middle);
                Assert.True(Backoff.Delay(input.runs + 1, input.random) >= delay);
            }
        );
    }
}
