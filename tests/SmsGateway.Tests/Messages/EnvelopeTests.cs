using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class EnvelopeTests
{
    [Fact]
    public void Expires_at_its_last_moment_exactly()
    {
        var envelope = Samples.CreateEnvelope(life: TimeSpan.FromSeconds(10));
        Assert.False(envelope.IsExpiredAt(envelope.ExpiresAt - TimeSpan.FromTicks(1)));
        Assert.True(envelope.IsExpiredAt(envelope.ExpiresAt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "one")]
    [InlineData(1, "one", "two")]
    [InlineData(2, "one", "two", "one")]
    [InlineData(3, "one", "two", "two", "one", "two")]
    public void Counts_runs_by_the_carrier_tried_most(int runs, params string[] carriers) =>
        Assert.Equal(
            runs,
            Samples.CreateEnvelope(attempts: carriers.Select(carrier => Samples.CreateAttempt(carrier))).Runs
        );

    [Fact]
    public void Keeps_the_newest_attempts()
    {
        var envelope = Samples.CreateEnvelope();
        for (var i = 0; i < Envelope.MaxAttempts + 5; i++)
        {
            envelope = envelope.With(Samples.CreateAttempt(code: $"{i}"));
        }

        Assert.Equal(Envelope.MaxAttempts, envelope.Attempts.Length);
        Assert.Equal("5", envelope.Attempts[0].Code);
        Assert.Equal($"{Envelope.MaxAttempts + 4}", envelope.Attempts[^1].Code);
    }
}
