using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A run whose carrier's credentials have to be fetched from a vault that takes its time.</summary>
public sealed class SlowVaultTests : IDisposable
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(8);

    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeCarrier _carrier = new("one") { SecretNames = ["key", "secret"] };
    private readonly Gateway _gateway;

    public SlowVaultTests()
    {
        _carrier.OnSend = _called.SetResult;
        _gateway = new Gateway(_carrier);
        _gateway.Secrets.FirstRead = token => Task.Delay(Reading, _gateway.Time, token);
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Reading_and_a_carrier_that_does_not_answer_end_together_within_one_attempt()
    {
        _carrier.Then(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _gateway.Time, token);
            throw new InvalidOperationException("It is never over.");
        });
        var run = _gateway.DeliverAsync(Samples.CreateEnvelope()).AsTask();
        _gateway.Time.Advance(Reading);
        await _called.Task.WaitAsync(Patience.Bounded);
        _gateway.Time.Advance(_gateway.Options.Delivery.AttemptTimeout - Reading);
        await run.WaitAsync(Patience.Bounded);

        // Under a lease that had not ended: the carrier may have the message, and that is kept.
        Assert.True(Assert.Single(Assert.Single(_gateway.Queue.Enqueued).Envelope.Attempts).IsUnknown);
    }

    [Fact]
    public async Task What_is_too_late_by_then_is_a_dead_letter_and_no_text()
    {
        var run = _gateway.DeliverAsync(Samples.CreateEnvelope(life: TimeSpan.FromSeconds(5))).AsTask();
        _gateway.Time.Advance(Reading);
        await run.WaitAsync(Patience.Bounded);

        Assert.Empty(_carrier.Calls);
        Assert.Equal(DeadLetterReason.Expired, Assert.Single(_gateway.DeadLetters.Records).Reason);
    }

    [Fact]
    public async Task The_carrier_is_told_the_life_that_is_left_after_the_reading()
    {
        _carrier.Then(new SendOutcome.Accepted("SM1"));
        var run = _gateway.DeliverAsync(Samples.CreateEnvelope(life: TimeSpan.FromSeconds(60))).AsTask();
        _gateway.Time.Advance(Reading);
        await run.WaitAsync(Patience.Bounded);

        Assert.Equal(52, Assert.Single(_carrier.Calls).RemainingSeconds);
    }

    [Fact]
    public async Task A_shutdown_while_they_are_read_is_no_attempt()
    {
        using var shutdown = new CancellationTokenSource();
        var run = _gateway.DeliverUntilAsync(Samples.CreateEnvelope(), shutdown.Token).AsTask();
        await shutdown.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Patience.Bounded));
        Assert.Empty(_carrier.Calls);
        Assert.Empty(_gateway.Queue.Enqueued);
    }
}
