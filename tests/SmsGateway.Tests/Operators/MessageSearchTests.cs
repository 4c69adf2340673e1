using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What an operator is told of the messages to a number.</summary>
public sealed class MessageSearchTests : IDisposable
{
    private const string Number = "+61491570156";
    private const string Masked = "+61*******56";

    private static readonly OperatorIdentity Who = new("key 1a2b3c4d", "203.0.113.9", "anna@laptop");

    private readonly FakeAdmissionStore _store = new();
    private readonly Gateway _gateway;
    private readonly MetricCollector<long> _actions;

    public MessageSearchTests()
    {
        _gateway = NewGateway(new AdmissionOptions(), TimeSpan.FromDays(1));
        _actions = _gateway.Telemetry.Collect<long>("sms.operator.actions");
    }

    public void Dispose()
    {
        _actions.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public async Task Each_message_is_told_with_its_end_or_that_it_waits()
    {
        var refused = Note(NoteKind.Refused, rule: AdmissionRule.PerNumber);
        var delivered = Note();
        var dead = Note();
        var kept = Note(NoteKind.Tested);
        var waiting = Note();
        RecordDelivered(delivered);
        await RecordAsync(dead, DeadLetterReason.Rejected);
        await RecordAsync(kept, DeadLetterReason.TestNumber);

        var found = await FoundAsync();

        Assert.Equal(
            [
                $"{waiting} waiting",
                $"{kept} kept TestNumber",
                $"{dead} dead Rejected",
                $"{delivered} delivered one",
                $"{refused} refused number_limit",
            ],
            found.Select(Line)
        );
        Assert.Equal("auth0", (string?)found[0]["caller"]);
        Assert.Equal(Masked, (string?)found[0]["recipient"]);
        Assert.Equal(Samples.Start, (DateTimeOffset?)found[0]["acceptedAt"]);
    }

    /// <summary>A dead letter that was deleted, or a delivery of before records were kept: nobody may be told that it still comes.</summary>
    [Fact]
    public async Task What_has_outlived_its_code_and_has_no_record_is_not_said_to_wait()
    {
        var id = Note();

        _gateway.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([$"{id} waiting"], (await FoundAsync()).Select(Line));
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([$"{id} unrecorded"], (await FoundAsync()).Select(Line));
    }

    [Fact]
    public async Task Where_deliveries_are_not_recorded_nobody_knows_what_waits()
    {
        using var gateway = NewGateway(new AdmissionOptions(), TimeSpan.Zero);
        var id = Note();

        Assert.Equal([$"{id} unrecorded"], Items(await FindAsync(Number, gateway)).Select(Line));
    }

    [Theory]
    [InlineData(" 61491570156")]
    [InlineData("+61 491 570 156")]
    [InlineData("+61 (0)491-570-156")]
    public async Task The_number_may_be_written_as_people_do(string text)
    {
        Note();
        Assert.Single(Items(await FindAsync(text)));
    }

    [Fact]
    public async Task Nothing_of_other_numbers_is_told_and_nothing_that_names_no_message()
    {
        Note(number: "+61491570157");
        Note(NoteKind.Verified);
        Write(Guid.Empty, NoteKind.Admitted, AdmissionRule.None, Number);

        Assert.Empty(await FoundAsync());
    }

    [Fact]
    public async Task The_newest_hundred_are_told_and_that_there_are_more()
    {
        var ids = new List<MessageId>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(Note());
            _gateway.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var whole = Gateway.ReadJson(await FindAsync(Number));
        Assert.Equal(100, whole["items"]!.AsArray().Count);
        Assert.False((bool)whole["truncated"]!);
        ids.Add(Note());
        var found = Gateway.ReadJson(await FindAsync(Number));

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
        var reply = await FindAsync(text);

        Assert.Equal(400, reply.Status);
        Assert.Equal(["recipient"], Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(_actions.Tags);
    }

    [Fact]
    public async Task A_look_up_is_in_the_log_with_who_and_the_masked_number()
    {
        await FoundAsync();

        Assert.Contains($"Operators: LookUp of {Masked}: Done; by {Who}", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Number[1..], _gateway.Log.Text, StringComparison.Ordinal);
        Assert.Equal(["action=LookUp result=Done"], _actions.Tags);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told()
    {
        Note();
        _store.Failure = new StoreUnavailableException("away");

        Assert.Equal(503, (await FindAsync(Number)).Status);
        Assert.Equal(["action=LookUp result=Unavailable"], _actions.Tags);
    }

    /// <summary>An empty list would say that there was no message.</summary>
    [Fact]
    public async Task Where_admission_counts_nothing_it_is_told_that_nothing_can_be_found()
    {
        using var gateway = NewGateway(AdmissionOptions.Off, TimeSpan.FromDays(1));

        var reply = await FindAsync(Number, gateway);

        Assert.Equal(409, reply.Status);
        Assert.Contains("Gateway__Admission", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
    }

    /// <summary>The newest key hashes, and with the one before there is still what was noted until then.</summary>
    [Fact]
    public async Task What_was_noted_before_the_key_was_rotated_is_found_after_it()
    {
        var number = Samples.ParseNumber(Number);
        foreach (byte key in new byte[] { 1, 2 })
        {
            var pen = await new AdmissionSeal(Codecs.Sealing(Codecs.Key(key)).Encryption).PenAsync(
                CancellationToken.None
            );
            Write(
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
                _gateway.Telemetry,
                _gateway.Time,
                _gateway.Log.For<AdmissionControl>(),
                encryption: codecs.Encryption
            );
            var search = new NumberSearch(control, _store, _gateway.Time);
            return (await search.FindAsync(number, 100, CancellationToken.None)).Messages.Count;
        }
    }

    [Fact]
    public async Task Who_asks_by_an_id_of_the_list_gets_what_the_list_says_but_for_the_number()
    {
        Note(NoteKind.Refused, rule: AdmissionRule.PerNumber);
        RecordDelivered(Note());
        await RecordAsync(Note(), DeadLetterReason.Rejected);
        Note();
        TakeBack(Note());

        foreach (var row in await FoundAsync())
        {
            var shown = Gateway.ReadJson(await ShowAsync((string)row["id"]!));
            if (row["state"]!.ToString() is "waiting" or "refused" or "not accepted")
            {
                // Nobody keeps it: a note has a hash of it.
                row.Remove("recipient");
            }

            Assert.Equal(row.ToJsonString(), shown.ToJsonString());
        }
    }

    [Fact]
    public async Task An_id_is_looked_for_around_its_time_alone()
    {
        var old = Note();
        _gateway.Time.Advance(TimeSpan.FromHours(1));
        Note(number: "+61491570157");
        var stretches = new List<int>();
        _store.BeforeStretch = (number, _) =>
        {
            stretches.Add(number);
            return Task.CompletedTask;
        };

        Assert.Equal(200, (await ShowAsync(old.ToString())).Status);

        Assert.Equal([1], stretches);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("019ac3f2b1c87d52a1f4c0de5a7b9e31")]
    [InlineData("ffffffffffff7d52a1f4c0de5a7b9e31")]
    public async Task An_id_that_no_note_has_is_not_found_and_what_that_means_is_said(string id)
    {
        Note();

        var reply = await ShowAsync(id);

        Assert.Equal(404, reply.Status);
        Assert.Contains("a day", (string?)Gateway.ReadJson(reply)["title"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_said_to_wait_in_whatever_order_that_is_read()
    {
        var (late, early) = (Note(), MessageId.New(_gateway.Time.GetUtcNow()));
        TakeBack(late);
        TakeBack(early);
        Write(early.Number!.Value, NoteKind.Admitted, AdmissionRule.None, Number);

        Assert.Equal(
            [$"{early} not accepted", $"{late} not accepted"],
            (await FoundAsync()).Select(Line).OrderDescending()
        );
    }

    /// <summary>The answer of the store was lost: it was there, and the message went its way.</summary>
    [Fact]
    public async Task What_was_taken_back_and_delivered_all_the_same_is_delivered()
    {
        var id = Note();
        TakeBack(id);
        RecordDelivered(id);

        Assert.Equal([$"{id} delivered one"], (await FoundAsync()).Select(Line));
    }

    private static Gateway NewGateway(AdmissionOptions admission, TimeSpan recordsKept) =>
        new(
            options =>
                options with
                {
                    Admission = admission,
                    Delivery = options.Delivery with { RecordsKept = recordsKept },
                },
            new FakeCarrier("one")
        );

    /// <summary>Notes a message as admission does.</summary>
    private MessageId Note(
        NoteKind kind = NoteKind.Admitted,
        AdmissionRule rule = AdmissionRule.None,
        string number = Number
    )
    {
        var id = MessageId.New(_gateway.Time.GetUtcNow());
        Write(id.Number!.Value, kind, rule, number);
        return id;
    }

    private void TakeBack(MessageId id) => Write(id.Number!.Value, NoteKind.TakenBack, AdmissionRule.None, Number);

    private void RecordDelivered(MessageId id) =>
        _gateway.Deliveries.Delivered.Add(new DeliveryRecord(id, "one", "SM1", _gateway.Time.GetUtcNow(), 2));

    private void Write(Guid id, NoteKind kind, AdmissionRule rule, string number) =>
        Write(id, kind, rule, new AdmissionHash(new byte[AdmissionHash.KeyBytes]).Of(Samples.ParseNumber(number)));

    private void Write(Guid id, NoteKind kind, AdmissionRule rule, ulong number) =>
        _store.Notes.Add(
            new AdmissionNote(
                kind,
                _gateway.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                "auth0",
                "AU",
                new AdmissionKeys(number, 0, 0, 0)
            )
            {
                Rule = rule,
                Message = id,
            }.Serialize()
        );

    private ValueTask RecordAsync(MessageId id, DeadLetterReason reason) =>
        _gateway.DeadLetters.RecordAsync(
            new DeadLetter(
                id,
                reason,
                Samples.CreateEnvelope(id: id.ToString()),
                null,
                null,
                _gateway.Time.GetUtcNow()
            ),
            CancellationToken.None
        );

    private async Task<IReadOnlyList<JsonObject>> FoundAsync() => Items(await FindAsync(Number));

    private async Task<HttpReply> FindAsync(string? recipient, Gateway? gateway = null)
    {
        var reply = await Messages(gateway ?? _gateway).FindAsync(recipient, Who, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Get, "/api/messages");
    }

    private async Task<HttpReply> ShowAsync(string id)
    {
        var reply = await Messages(_gateway).ShowAsync(id, CancellationToken.None);
        return reply.AsDescribed(HttpMethod.Get, "/api/messages/id");
    }

    private MessagesHandler Messages(Gateway at) =>
        new(
            new MessageEnds(at.DeadLetters, at.Deliveries, at.Options.Callers, at.Options.Delivery, at.Time),
            new NumberSearch(at.Admission, _store, at.Time),
            at.Trail
        );

    private static IReadOnlyList<JsonObject> Items(HttpReply reply) =>
        [.. Gateway.ReadJson(reply)["items"]!.AsArray().Select(item => item!.AsObject())];

    private static string Line(JsonObject item) =>
        $"{item["id"]} {item["state"]} {item["carrier"] ?? item["reason"]}".TrimEnd();
}
