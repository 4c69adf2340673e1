using System.Text;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

public sealed class DeadLettersHandlerTests : IDisposable
{
    private static readonly OperatorIdentity Who = new("key 1a2b3c4d", "203.0.113.9", "anna@laptop");

    private readonly Gateway _gateway = new(new FakeCarrier("one"));

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Lists_newest_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await RecordAsync($"id{i}");
        }

        _gateway.DeadLetters.PageLimit = 2;
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = Gateway.ReadJson(await ListAsync(continuation: next));
            ids.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            next = (string?)page["continue"];
        } while (next is not null);

        Assert.Equal(["id4", "id3", "id2", "id1", "id0"], ids);
    }

    [Fact]
    public async Task A_page_that_no_page_has_told_of_is_a_mistake()
    {
        var reply = await ListAsync(continuation: "junk");
        Assert.Equal(400, reply.Status);
        Assert.NotNull(Gateway.ReadJson(reply)["errors"]!["continue"]);
    }

    [Fact]
    public async Task An_empty_list_is_a_list()
    {
        var reply = await ListAsync();
        Assert.Equal(
            (200, "application/json", """{"items":[],"continue":null}"""),
            (reply.Status, reply.ContentType, Text(reply))
        );
    }

    [Fact]
    public async Task Filters_by_day_and_reason()
    {
        await RecordAsync("early", DeadLetterReason.Rejected);
        _gateway.Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync("late", DeadLetterReason.Rejected);
        await RecordAsync("other", DeadLetterReason.Expired);

        var page = Gateway.ReadJson(await ListAsync(day: "2026-03-05", reason: "rejected"));
        Assert.Equal("late", (string)Assert.Single(page["items"]!.AsArray())!["id"]!);
        Assert.Equal(
            new DeadLetterQuery(new DateOnly(2026, 3, 5), DeadLetterReason.Rejected, null),
            Assert.Single(_gateway.DeadLetters.Queries)
        );
    }

    [Theory]
    [InlineData("yesterday", null, "day")]
    [InlineData("05.03.2026", null, "day")]
    [InlineData("2026-02-30", null, "day")]
    [InlineData(null, "Boredom", "reason")]
    [InlineData(null, "1", "reason")]
    [InlineData("2026-3-5", "Rejected,Expired", "day,reason")]
    public async Task A_query_that_makes_no_sense_is_400(string? day, string? reason, string fields)
    {
        var reply = await ListAsync(day, reason);
        Assert.Equal((400, "application/problem+json"), (reply.Status, reply.ContentType));
        Assert.Equal(fields.Split(','), Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(_gateway.DeadLetters.Queries);
    }

    [Fact]
    public async Task Body_and_number_are_hidden_unless_asked_for()
    {
        await RecordAsync("abc");
        foreach (var hidden in new[] { Text(await ListAsync()), Text(await ShowAsync("abc", reveal: false)) })
        {
            Assert.DoesNotContain("493817", hidden, StringComparison.Ordinal);
            Assert.DoesNotContain("5005550006", hidden, StringComparison.Ordinal);
            Assert.Contains("*******06", hidden, StringComparison.Ordinal);
        }

        var shown = Gateway.ReadJson(await ShowAsync("abc", reveal: true));
        Assert.Equal(Samples.Body, (string?)shown["envelope"]!["body"]);
        Assert.Equal(Samples.Recipient, (string?)shown["envelope"]!["recipient"]);
        Assert.Contains("493817", Text(await ListAsync(reveal: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_reason_attempts_and_times()
    {
        await RecordAsync("abc", DeadLetterReason.Expired);
        var shown = Gateway.ReadJson(await ShowAsync("abc", reveal: false));
        Assert.Equal("Expired", (string?)shown["reason"]);
        Assert.Equal(_gateway.Time.GetUtcNow(), (DateTimeOffset)shown["diedAt"]!);
        Assert.Equal("http-503", (string?)shown["envelope"]!["attempts"]![0]!["code"]);
        Assert.Equal("one", (string?)shown["lastOutcomes"]![0]!["carrier"]);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a b")]
    [InlineData("ffffffffffff7fff8fffffffffffffff")]
    public async Task An_id_that_is_not_there_is_404_everywhere(string id)
    {
        foreach (
            var reply in new[]
            {
                await ShowAsync(id, reveal: true),
                await ReplayAsync(id, allowExpired: true),
                await DeleteAsync(id),
            }
        )
        {
            Assert.Equal((404, "application/problem+json"), (reply.Status, reply.ContentType));
        }
    }

    [Fact]
    public async Task Replay_puts_a_living_message_back_with_its_own_expiry_and_no_attempts()
    {
        await RecordAsync("abc");
        _gateway.Time.Advance(TimeSpan.FromSeconds(299));
        var reply = await ReplayAsync("abc", allowExpired: false);
        Assert.Equal(200, reply.Status);

        var (envelope, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal(Samples.CreateEnvelope("abc") with { Attempts = [] }, envelope with { Attempts = [] });
        Assert.Empty(envelope.Attempts);
        Assert.Equal(TimeSpan.Zero, delay);
        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Equal(envelope.ExpiresAt, (DateTimeOffset)Gateway.ReadJson(reply)["expiresAt"]!);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 409)]
    public async Task Replay_gives_an_expired_message_a_new_life_only_when_asked_to(bool allowExpired, int status)
    {
        await RecordAsync("abc", DeadLetterReason.Expired);
        _gateway.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(status, (await ReplayAsync("abc", allowExpired)).Status);
        Assert.Equal(allowExpired ? 0 : 1, _gateway.DeadLetters.Records.Count);
        Assert.Equal(
            allowExpired ? [_gateway.Time.GetUtcNow() + TimeSpan.FromMinutes(5)] : [],
            _gateway.Queue.Enqueued.Select(message => message.Envelope.ExpiresAt)
        );
    }

    [Fact]
    public async Task The_new_life_is_the_callers_own()
    {
        using var gateway = new Gateway(
            options => options with { Callers = [options.Callers[0] with { TimeToLive = TimeSpan.FromSeconds(90) }] },
            new FakeCarrier("one")
        );
        await gateway.DeadLetters.RecordAsync(DeadLetter("abc"), CancellationToken.None);
        gateway.Time.Advance(TimeSpan.FromHours(1));
        await gateway.Operators.ReplayAsync("abc", true, Who, CancellationToken.None);
        Assert.Equal(
            gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(90),
            Assert.Single(gateway.Queue.Enqueued).Envelope.ExpiresAt
        );
    }

    [Fact]
    public async Task What_could_not_be_read_cannot_be_replayed()
    {
        await _gateway.DeliverAsync("{\"v\":2,\"id\":\"abc\"}");
        var id = Assert.Single(_gateway.DeadLetters.Records).Id.ToString();
        Assert.Equal(409, (await ReplayAsync(id, allowExpired: true)).Status);
        Assert.Single(_gateway.DeadLetters.Records);
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_went_to_a_test_number_is_never_replayed(bool allowExpired)
    {
        await RecordAsync("abc", DeadLetterReason.TestNumber);
        _gateway.Time.Advance(TimeSpan.FromHours(allowExpired ? 1 : 0));

        var reply = await ReplayAsync("abc", allowExpired);

        Assert.Equal(409, reply.Status);
        Assert.Contains("test number", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
        Assert.Single(_gateway.DeadLetters.Records);
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task What_went_to_a_test_number_is_told_apart_from_the_dead()
    {
        await RecordAsync("kept", DeadLetterReason.TestNumber);
        await RecordAsync("dead");

        var page = Gateway.ReadJson(await ListAsync(day: "2026-03-04"));
        Assert.Equal(
            ["dead Rejected", "kept TestNumber"],
            page["items"]!.AsArray().Select(item => $"{item!["id"]} {item["reason"]}")
        );
        Assert.Equal(
            ["dead", "kept"],
            new[]
            {
                (string?)Gateway.ReadJson(await ShowMessageAsync("dead"))["state"],
                (string?)Gateway.ReadJson(await ShowMessageAsync("kept"))["state"],
            }
        );
    }

    [Fact]
    public async Task A_replay_that_cannot_be_queued_keeps_the_record()
    {
        await RecordAsync("abc");
        _gateway.Queue.Failure = new StoreUnavailableException("down");
        Assert.Equal(503, (await ReplayAsync("abc", allowExpired: false)).Status);
        Assert.Single(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task Deletes()
    {
        await RecordAsync("abc");
        Assert.Equal(204, (await DeleteAsync("abc")).Status);
        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Equal(404, (await DeleteAsync("abc")).Status);
    }

    [Fact]
    public async Task A_record_that_cannot_be_opened_is_listed_without_its_message_is_not_replayed_and_can_be_deleted()
    {
        var envelope = Samples.CreateEnvelope("abc", attempts: [Samples.CreateAttempt()]);
        var written = await Codecs.Sealing().Envelopes.WriteAsync(envelope, CancellationToken.None);
        var unopened = Assert.IsType<EnvelopeResult.Sealed>(Codecs.Sealing(Codecs.Key(2)).Result(written));
        _gateway.DeadLetters.Add(
            new DeadLetter(envelope.Id, DeadLetterReason.Unreadable, null, null, unopened.Why, Samples.Start)
            {
                Sealed = unopened.Envelope,
            }
        );

        var listed = Gateway.ReadJson(await ListAsync())["items"]![0]!;
        Assert.Null(listed["envelope"]!["recipient"]);
        Assert.Equal(unopened.Why, (string)listed["detail"]!);
        var message = await ShowMessageAsync("abc");
        Assert.Equal(1, (int)Gateway.ReadJson(message)["attempts"]!);
        var replay = await ReplayAsync("abc", allowExpired: true);
        Assert.Equal(409, replay.Status);
        Assert.Contains(unopened.Why!, Text(replay), StringComparison.Ordinal);
        Assert.Single(_gateway.DeadLetters.Records);
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Equal(204, (await DeleteAsync("abc")).Status);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_503_everywhere()
    {
        _gateway.DeadLetters.Failure = new StoreUnavailableException("down");
        foreach (
            var reply in new[]
            {
                await ListAsync(),
                await ShowAsync("abc", false),
                await ReplayAsync("abc", false),
                await DeleteAsync("abc"),
            }
        )
        {
            Assert.Equal(503, reply.Status);
            Assert.Equal("Retry-After", Assert.Single(reply.Headers).Key);
        }
    }

    private static DeadLetter DeadLetter(
        string id,
        DeadLetterReason reason = DeadLetterReason.Rejected,
        DateTimeOffset? diedAt = null
    )
    {
        var envelope = Samples.CreateEnvelope(id, attempts: [Samples.CreateAttempt()]);
        return new DeadLetter(envelope.Id, reason, envelope, null, null, diedAt ?? Samples.Start);
    }

    private static string Text(HttpReply reply) => Encoding.UTF8.GetString(reply.Body.Span);

    private ValueTask RecordAsync(string id, DeadLetterReason reason = DeadLetterReason.Rejected) =>
        _gateway.DeadLetters.RecordAsync(DeadLetter(id, reason, _gateway.Time.GetUtcNow()), CancellationToken.None);

    private async ValueTask<HttpReply> ListAsync(
        string? day = null,
        string? reason = null,
        string? continuation = null,
        bool reveal = false
    )
    {
        var reply = await _gateway.Operators.ListAsync(day, reason, continuation, reveal, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Get, "/api/dead-letters");
    }

    private async ValueTask<HttpReply> ShowAsync(string id, bool reveal)
    {
        var reply = await _gateway.Operators.ShowAsync(id, reveal, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Get, "/api/dead-letters/id");
    }

    private async ValueTask<HttpReply> ShowMessageAsync(string id)
    {
        var messages = new MessagesHandler(
            new MessageEnds(
                _gateway.DeadLetters,
                _gateway.Deliveries,
                _gateway.Options.Callers,
                _gateway.Options.Delivery,
                _gateway.Time
            ),
            new NumberSearch(_gateway.Admission, new FakeAdmissionStore(), _gateway.Time),
            _gateway.Trail,
            _gateway.Time
        );
        var reply = await messages.ShowAsync(id, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Get, "/api/messages/id");
    }

    private async ValueTask<HttpReply> ReplayAsync(string id, bool allowExpired)
    {
        var reply = await _gateway.Operators.ReplayAsync(id, allowExpired, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Post, "/api/dead-letters/id/replay");
    }

    private async ValueTask<HttpReply> DeleteAsync(string id)
    {
        var reply = await _gateway.Operators.DeleteAsync(id, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Delete, "/api/dead-letters/id");
    }
}
