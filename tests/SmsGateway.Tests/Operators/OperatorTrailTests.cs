using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using SmsGateway.DeadLetters;
using SmsGateway.Http;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>Who did what at the operators' endpoints: one line and one count for each.</summary>
public sealed class OperatorTrailTests : IDisposable
{
    private const string Id = "0198c0ffee007000800000000000c0de";

    private static readonly OperatorIdentity Who = new("key 1a2b3c4d", "203.0.113.9", "anna@laptop");

    private readonly Gateway _gateway = new(new FakeCarrier("one"));
    private readonly MetricCollector<long> _actions;

    public OperatorTrailTests() => _actions = _gateway.Telemetry.Collect<long>("sms.operator.actions");

    public void Dispose()
    {
        _actions.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public async Task A_reveal_a_replay_and_a_deletion_are_told_with_who_and_what()
    {
        await RecordAsync(Id);
        await RecordAsync("other");
        await _gateway.Operators.ListAsync(null, null, null, reveal: true, Who, CancellationToken.None);
        await _gateway.Operators.ShowAsync(Id, reveal: true, Who, CancellationToken.None);
        await _gateway.Operators.ReplayAsync(Id, allowExpired: false, Who, CancellationToken.None);
        await _gateway.Operators.DeleteAsync("other", Who, CancellationToken.None);

        Assert.Equal(
            [
                $"Operators: Reveal of a list of 2 dead letters: Done; by {Who}",
                $"Operators: Reveal of dead letter {Id} (Rejected): Done; by {Who}",
                $"Operators: Replay of dead letter {Id} (Rejected): Done; by {Who}",
                $"Operators: Delete of dead letter other (Rejected): Done; by {Who}",
            ],
            Lines(LogLevel.Information)
        );
        Assert.Equal(
            [
                "action=Reveal result=Done",
                "action=Reveal result=Done",
                "action=Replay result=Done",
                "action=Delete result=Done",
            ],
            _actions.Tags
        );
    }

    [Fact]
    public async Task A_look_that_shows_nothing_leaves_no_trail()
    {
        await RecordAsync(Id);
        await _gateway.Operators.ListAsync(null, null, null, reveal: false, Who, CancellationToken.None);
        await _gateway.Operators.ListAsync("yesterday", null, null, reveal: true, Who, CancellationToken.None);
        await _gateway.Operators.ShowAsync(Id, reveal: false, Who, CancellationToken.None);

        Assert.Empty(Lines(LogLevel.Information));
        Assert.Empty(_actions.Tags);
    }

    [Fact]
    public async Task What_is_not_done_is_told_too()
    {
        await RecordAsync(Id);
        _gateway.Time.Advance(TimeSpan.FromHours(1));
        await _gateway.Operators.ReplayAsync(Id, allowExpired: false, Who, CancellationToken.None);
        await _gateway.Operators.ShowAsync("+15005550006", reveal: true, Who, CancellationToken.None);
        await _gateway.Operators.DeleteAsync("15005550006", Who, CancellationToken.None);
        await _gateway.Operators.ListAsync(null, null, "junk", reveal: true, Who, CancellationToken.None);
        _gateway.DeadLetters.Failure = new StoreUnavailableException("down");
        await _gateway.Operators.DeleteAsync(Id, Who, CancellationToken.None);

        Assert.Equal(
            [
                $"Operators: Replay of dead letter {Id} (Rejected): Refused; by {Who}",
                // Whatever somebody typed in the place of an id.
                $"Operators: Reveal of a dead letter: NotFound; by {Who}",
                $"Operators: Delete of a dead letter: NotFound; by {Who}",
                $"Operators: Reveal of a list of 0 dead letters: Refused; by {Who}",
                $"Operators: Delete of a dead letter: Unavailable; by {Who}",
            ],
            Lines(LogLevel.Information)
        );
        Assert.Equal(
            ["Refused", "NotFound", "NotFound", "Refused", "Unavailable"],
            _actions.Tags.Select(tags => tags.Split("result=")[1])
        );
    }

    [Fact]
    public async Task What_ends_in_an_exception_is_told_before_it_goes_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _gateway.Trail.RecordAsync(
                Who,
                OperatorAction.Delete,
                () => "something",
                () => throw new InvalidOperationException("a bug")
            )
        );

        Assert.Equal([$"Operators: Delete of something: Failed; by {Who}"], Lines(LogLevel.Information));
        Assert.Equal(["action=Delete result=Failed"], _actions.Tags);
    }

    [Fact]
    public async Task Neither_text_nor_code_nor_number_is_in_the_trail()
    {
        await RecordAsync(Id);
        HttpReply[] replies =
        [
            await _gateway.Operators.ListAsync(null, null, null, reveal: true, Who, CancellationToken.None),
            await _gateway.Operators.ShowAsync(Id, reveal: true, Who, CancellationToken.None),
            await _gateway.Operators.ReplayAsync(Id, allowExpired: false, Who, CancellationToken.None),
        ];

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.DoesNotContain("493817", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("5005550006", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_wrong_keys_is_counted_whole_and_does_not_flood_the_log()
    {
        for (var i = 0; i < 1000; i++)
        {
            _gateway.Trail.WrongKey(new OperatorIdentity("no known key", "203.0.113.9", null));
        }

        Assert.Equal(20, Lines(LogLevel.Warning).Count());
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        _gateway.Trail.WrongKey(new OperatorIdentity("no known key", null, "anna"));

        Assert.Equal(
            "Operators: a wrong key (and 980 more since the last such line): no known key, who says to be anna",
            Lines(LogLevel.Warning).Last()
        );
        Assert.Equal(1001, _actions.Tags.Count(tags => tags == "action=Key result=Wrong"));
    }

    private IEnumerable<string> Lines(LogLevel level) =>
        _gateway
            .Log.GetSnapshot()
            .Where(line => line.Level == level && line.Category == typeof(OperatorTrail).FullName)
            .Select(line => line.Message);

    private ValueTask RecordAsync(string id)
    {
        var envelope = Samples.CreateEnvelope(id, attempts: [Samples.CreateAttempt()]);
        return _gateway.DeadLetters.RecordAsync(
            new DeadLetter(envelope.Id, DeadLetterReason.Rejected, envelope, null, null, Samples.Start),
            CancellationToken.None
        );
    }
}
