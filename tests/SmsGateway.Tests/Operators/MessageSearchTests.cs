using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What an operator is told of the messages to a number.</summary>
public sealed class MessageSearchTests : IDisposable
{
    private const string Masked = "+61*******56";

    private readonly NotedMessages _messages = new();
    private readonly MetricCollector<long> _actions;

    public MessageSearchTests() => _actions = _messages.Gateway.Telemetry.Collect<long>("sms.operator.actions");

    private FakeTimeProvider Time => _messages.Gateway.Time;

    public void Dispose()
    {
        _actions.Dispose();
        _messages.Dispose();
    }

    [Fact]
    public async Task Each_message_is_told_with_its_end_or_that_it_waits()
    {
        var refused = _messages.Note(NoteKind.Refused, rule: AdmissionRule.PerNumber);
        var delivered = _messages.Note();
        var dead = _messages.Note();
        var kept = _messages.Note(NoteKind.Tested);
        var waiting = _messages.Note();
        _messages.Delivered(delivered);
        await _messages.DiedAsync(dead, DeadLetterReason.Rejected);
        await _messages.DiedAsync(kept, DeadLetterReason.TestNumber);

        var found = await _messages.FoundAsync();

        Assert.Equal(
            [
                $"{waiting} waiting",
                $"{kept} kept TestNumber",
                $"{dead} dead Rejected",
                $"{delivered} delivered one",
                $"{refused} refused number_limit",
            ],
            found.Select(NotedMessages.Line)
        );
        Assert.Equal("auth0", (string?)found[0]["caller"]);
        Assert.Equal(Masked, (string?)found[0]["recipient"]);
        Assert.Equal(Samples.Start, (DateTimeOffset?)found[0]["acceptedAt"]);
    }

    /// <summary>A dead letter that was deleted, or a delivery of before records were kept: nobody may be told that it still comes.</summary>
    [Fact]
    public async Task What_has_outlived_its_code_and_has_no_record_is_not_said_to_wait()
    {
        var id = _messages.Note();

        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([$"{id} waiting"], (await _messages.FoundAsync()).Select(NotedMessages.Line));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([$"{id} unrecorded"], (await _messages.FoundAsync()).Select(NotedMessages.Line));
    }

    [Fact]
    public async Task Where_deliveries_are_not_recorded_nobody_knows_what_waits()
    {
        using var messages = new NotedMessages(recordsKept: TimeSpan.Zero);
        var id = messages.Note();

        Assert.Equal([$"{id} unrecorded"], (await messages.FoundAsync()).Select(NotedMessages.Line));
    }

    [Theory]
    [InlineData(" 61491570156")]
    [InlineData("+61 491 570 156")]
    [InlineData("+61 (0)491-570-156")]
    public async Task The_number_may_be_written_as_people_do(string text)
    {
        _messages.Note();
        Assert.Single(await _messages.FoundAsync(text));
    }

    [Fact]
    public async Task Nothing_of_other_numbers_is_told_and_nothing_that_names_no_message()
    {
        _messages.Note(number: "+61491570157");
        _messages.Note(NoteKind.Verified);
        _messages.Write(Guid.Empty, NoteKind.Admitted);

        Assert.Empty(await _messages.FoundAsync());
    }

    [Fact]
    public async Task The_newest_hundred_are_told_and_that_there_are_more()
    {
        var ids = new List<MessageId>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(_messages.Note());
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var whole = Gateway.ReadJson(await _messages.FindAsync());
        Assert.Equal(100, whole["items"]!.AsArray().Count);
        Assert.False((bool)whole["truncated"]!);
        ids.Add(_messages.Note());
        var found = Gateway.ReadJson(await _messages.FindAsync());

        Assert.True((bool)found["truncated"]!);
        Assert.Equal(
            ids.AsEnumerable().Reverse().Take(100).Select(id => id.ToString()),
            found["items"]!.AsArray().Select(item => (string?)item!["id"])
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("61491570156")]
    [InlineData("0491 570 156")]
    [InlineData("+61")]
    [InlineData("+999491570156")]
    [InlineData("anna@example.com")]
    public async Task What_is_no_number_is_a_mistake_and_leaves_no_trail(string? text)
    {
        var reply = await _messages.FindAsync(text);

        Assert.Equal(400, reply.Status);
        Assert.Equal(["recipient"], Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(_actions.Tags);
    }

    [Fact]
    public async Task A_look_up_is_in_the_log_with_who_and_the_masked_number()
    {
        await _messages.FoundAsync();

        Assert.Contains(
            $"Operators: LookUp of {Masked}: Done; by {NotedMessages.Who}",
            _messages.Gateway.Log.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(NotedMessages.Number[1..], _messages.Gateway.Log.Text, StringComparison.Ordinal);
        Assert.Equal(["action=LookUp result=Done"], _actions.Tags);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told()
    {
        _messages.Note();
        _messages.Store.Failure = new StoreUnavailableException("away");

        Assert.Equal(503, (await _messages.FindAsync()).Status);
        Assert.Equal(["action=LookUp result=Unavailable"], _actions.Tags);
    }

    /// <summary>An empty list would say that there was no message.</summary>
    [Fact]
    public async Task Where_admission_counts_nothing_it_is_told_that_nothing_can_be_found()
    {
        using var off = new NotedMessages(AdmissionOptions.Off);
        using var tableless = new NotedMessages(store: new FakeAdmissionStore { KeepsNotes = false });

        foreach (var (messages, why) in new[] { (off, "Gateway__Admission"), (tableless, "Store__ConnectionString") })
        {
            var reply = await messages.FindAsync();
            Assert.Equal(409, reply.Status);
            Assert.Contains(why, (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
        }
    }

    /// <summary>The newest key hashes, and with the one before there is still what was noted until then.</summary>
    [Fact]
    public async Task What_was_noted_before_the_key_was_rotated_is_found_after_it()
    {
        var number = Samples.ParseNumber(NotedMessages.Number);
        foreach (byte key in new byte[] { 1, 2 })
        {
            var pen = await new AdmissionSeal(Codecs.Sealing(Codecs.Key(key)).Encryption).PenAsync(
                CancellationToken.None
            );
            _messages.Write(
                MessageId.New(Samples.Start).Number!.Value,
                NoteKind.Admitted,
                AdmissionRule.None,
                pen.Hash.Of(number)
            );
        }

        Assert.Equal(2, await CountAsync(Codecs.Sealing(Codecs.Key(2), Codecs.Key(1))));
        Assert.Equal(1, await CountAsync(Codecs.Sealing(Codecs.Key(2))));
        Assert.Equal(0, await CountAsync(Codecs.Sealing(Codecs.Key(3))));

        async Task<int> CountAsync(Codecs codecs)
        {
            var control = new AdmissionControl(
                new AdmissionOptions(),
                _messages.Gateway.Telemetry,
                Time,
                _messages.Gateway.Log.For<AdmissionControl>(),
                encryption: codecs.Encryption
            );
            using var search = new NumberSearch(control, _messages.Store, Time);
            return (await search.FindAsync(number, 100, CancellationToken.None))!.Messages.Count;
        }
    }

    [Fact]
    public async Task What_was_taken_back_is_not_said_to_wait_in_whatever_order_that_is_read()
    {
        var (late, early) = (_messages.Note(), MessageId.New(Time.GetUtcNow()));
        _messages.TakeBack(late);
        _messages.TakeBack(early);
        _messages.Write(early.Number!.Value, NoteKind.Admitted);

        Assert.Equal(
            new[] { $"{early} not accepted", $"{late} not accepted" }.Order(),
            (await _messages.FoundAsync()).Select(NotedMessages.Line).Order()
        );
    }

    /// <summary>The answer of the store was lost: it was there, and the message went its way.</summary>
    [Fact]
    public async Task What_was_taken_back_and_delivered_all_the_same_is_delivered()
    {
        var id = _messages.Note();
        _messages.TakeBack(id);
        _messages.Delivered(id);

        Assert.Equal([$"{id} delivered one"], (await _messages.FoundAsync()).Select(NotedMessages.Line));
    }
}
