using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.DeadLetters;

public sealed class DeadLetterCodecTests
{
    private static readonly DateTimeOffset Now = Samples.Start;

    private static readonly DeadLetter Dead = new(
        Samples.CreateEnvelope().Id,
        DeadLetterReason.Rejected,
        Samples.CreateEnvelope(
            message: Samples.CreateMessage() with
            {
                Code = new Sensitive("493817"),
            },
            attempts: [Samples.CreateAttempt()]
        ),
        null,
        null,
        Now
    );

    private static readonly DeadLetter Foreign = DeadLetter.Unreadable(
        Encoding.UTF8.GetBytes("{\"to\":\"+15005550006\",\"text\":\"493817\"}"),
        "version 0",
        DeadLetterReason.Unreadable,
        Now
    );

    private readonly Codecs _codecs = Codecs.Sealing();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_recorded_is_read_back_whole_and_cannot_be_read_where_it_lies(bool isForeign)
    {
        var deadLetter = isForeign ? Foreign : Dead;
        var written = await _codecs.Records.WriteAsync(deadLetter, Stop);

        var read = await _codecs.Records.ReadAsync(written, Stop);

        Assert.Equal(DeadLetterSerializer.Serialize(deadLetter), DeadLetterSerializer.Serialize(read));
        var text = Encoding.UTF8.GetString(written);
        Assert.DoesNotContain("493817", text, StringComparison.Ordinal);
        Assert.DoesNotContain("5005550006", text, StringComparison.Ordinal);
        Assert.Contains(deadLetter.Reason.ToString(), text, StringComparison.Ordinal);
        Assert.Contains(deadLetter.Id.ToString(), text, StringComparison.Ordinal);
        // The check can fail.
        var plain = Encoding.UTF8.GetString(await Codecs.Plain.Records.WriteAsync(deadLetter, Stop));
        Assert.Contains("493817", plain, StringComparison.Ordinal);
        Assert.Contains("5005550006", plain, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_the_setting_a_record_is_as_it_always_was(bool isForeign)
    {
        var deadLetter = isForeign ? Foreign : Dead;

        var written = await Codecs.Plain.Records.WriteAsync(deadLetter, Stop);

        Assert.Equal(DeadLetterSerializer.Serialize(deadLetter), written);
        var read = await _codecs.Records.ReadAsync(written, Stop);
        Assert.Equal(written, DeadLetterSerializer.Serialize(read));
    }

    [Fact]
    public async Task With_a_lost_key_a_record_shows_all_but_the_message_and_says_so()
    {
        var written = await _codecs.Records.WriteAsync(Dead, Stop);

        var read = await Codecs.Sealing(Codecs.Key(2)).Records.ReadAsync(written, Stop);

        Assert.Null(read.Envelope);
        Assert.Equal(Dead.Attempts.ToArray(), read.Attempts.ToArray());
        foreach (var reveal in (bool[])[false, true])
        {
            var shown = JsonNode.Parse(DeadLetterSerializer.Serialize(read, reveal))!;
            Assert.StartsWith("sealed with key ", (string)shown["detail"]!, StringComparison.Ordinal);
            Assert.Null(shown["envelope"]!["recipient"]);
            Assert.Null(shown["envelope"]!["body"]);
            Assert.Equal("auth0", (string)shown["envelope"]!["caller"]!);
            Assert.Equal("http-503", (string)shown["lastOutcomes"]![0]!["code"]!);
            Assert.Equal(reveal, shown["envelope"]!["sealed"] is not null);
        }
    }

    [Fact]
    public async Task A_message_that_nobody_could_open_is_recorded_without_a_key_and_opens_when_the_key_is_back()
    {
        var body = await _codecs.Envelopes.WriteAsync(Dead.Envelope!, Stop);
        var other = Codecs.Sealing(Codecs.Key(2));
        var unopened = Assert.IsType<EnvelopeResult.Sealed>(other.Result(body));
        other.Secrets.Remove(Codecs.SecretName);
        var deadLetter = new DeadLetter(Dead.Id, DeadLetterReason.Unreadable, null, null, unopened.Why, Now)
        {
            Sealed = unopened.Envelope,
        };

        var written = await other.Records.WriteAsync(deadLetter, Stop);

        var read = await Codecs.Sealing(Codecs.Key(1), Codecs.Key(2)).Records.ReadAsync(written, Stop);
        Assert.Equal(Dead.Envelope!.Message, read.Envelope!.Message);
        Assert.Null(read.Sealed);
        Assert.Contains("has again", read.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_record_says_of_its_own_stays_and_the_lost_key_is_told_besides()
    {
        var poison = Dead with { Reason = DeadLetterReason.Poison, Detail = "something else" };
        var written = await _codecs.Records.WriteAsync(poison, Stop);

        Assert.Equal("something else", (await _codecs.Records.ReadAsync(written, Stop)).Detail);
        Assert.StartsWith(
            "something else; sealed with key ",
            (await Codecs.Sealing(Codecs.Key(2)).Records.ReadAsync(written, Stop)).Detail,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task While_the_key_cannot_be_had_a_record_is_shown_without_the_message_and_none_is_written(
        bool isForeign
    )
    {
        var deadLetter = isForeign ? Foreign : Dead;
        var written = await _codecs.Records.WriteAsync(deadLetter, Stop);
        _codecs.Secrets.Remove(Codecs.SecretName);

        var read = await _codecs.Records.ReadAsync(written, Stop);

        Assert.Equal((deadLetter.Id, deadLetter.Reason), (read.Id, read.Reason));
        Assert.Null(read.Envelope);
        Assert.Null(read.Raw);
        Assert.Contains("cannot be had now", read.Detail, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await _codecs.Records.WriteAsync(deadLetter, Stop)
        );
    }

    [Fact]
    public async Task A_raw_text_is_the_one_of_its_record()
    {
        var written = Encoding.UTF8.GetString(await _codecs.Records.WriteAsync(Foreign, Stop));
        var moved = written.Replace(Foreign.Id.ToString(), "another", StringComparison.Ordinal);

        var read = await _codecs.Records.ReadAsync(Encoding.UTF8.GetBytes(moved), Stop);

        Assert.Null(read.Raw);
        Assert.Contains("changed since", read.Detail, StringComparison.Ordinal);
        var lost = await Codecs.Sealing(Codecs.Key(2)).Records.ReadAsync(Encoding.UTF8.GetBytes(written), Stop);
        Assert.Null(lost.Raw);
        Assert.StartsWith("version 0; its text is sealed with key ", lost.Detail, StringComparison.Ordinal);
    }
}
