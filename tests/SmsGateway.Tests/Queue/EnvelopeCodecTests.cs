using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Queue;

public sealed class EnvelopeCodecTests
{
    private static readonly RequestContext Context = new(
        "198.51.100.7",
        "Browser",
        "AU",
        "otp_verify",
        "login-1",
        "org-of-this-test",
        "client-of-this-test"
    );

    private static readonly Envelope Sample = Samples.CreateEnvelope(
        message: Samples.CreateMessage(body: "Grüße, 493817", sender: "Acme", channel: Channel.Voice, locale: "de") with
        {
            Code = new Sensitive("493817"),
        },
        context: Context,
        attempts: [Samples.CreateAttempt()],
        traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    );

    private readonly Codecs _codecs = Codecs.Sealing();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_setting_an_envelope_is_written_as_it_always_was() =>
        Assert.Equal(EnvelopeSerializer.Serialize(Sample), await Codecs.Plain.Envelopes.WriteAsync(Sample, Stop));

    [Fact]
    public async Task Sealed_it_has_the_documented_form()
    {
        var json = Parse(await WriteAsync());

        Assert.Equal(
            [
                "v",
                "id",
                "caller",
                "sealed",
                "key",
                "sender",
                "channel",
                "locale",
                "acceptedAt",
                "expiresAt",
                "attempts",
                "traceparent",
            ],
            json.Select(field => field.Key)
        );
        Assert.Equal(1, (int)json["v"]!);
        Assert.Equal(Sample.Id.ToString(), (string)json["id"]!);
        Assert.Equal((await _codecs.Encryption.CipherAsync(Stop)).KeyId, (string)json["key"]!);
        Assert.True(Convert.FromBase64String((string)json["sealed"]!).Length > 28);
        Assert.Equal("http-503", (string)json["attempts"]![0]!["code"]!);
    }

    [Fact]
    public async Task Nothing_of_the_message_can_be_read()
    {
        var text = Encoding.UTF8.GetString(await WriteAsync());
        var inside = Encoding.Latin1.GetString(Convert.FromBase64String((string)Parse(await WriteAsync())["sealed"]!));

        foreach (var part in (string[])["15005550006", "493817", "198.51.100.7", "Browser", "login-1", "org", "client"])
        {
            Assert.DoesNotContain(part, text, StringComparison.Ordinal);
            Assert.DoesNotContain(part, inside, StringComparison.Ordinal);
            // The check can fail.
            Assert.Contains(
                part,
                Encoding.UTF8.GetString(EnvelopeSerializer.Serialize(Sample)),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Any_envelope_that_is_sealed_is_opened_whole()
    {
        var envelopes =
            from digits in Properties.Digits
            from body in Properties.Text
            from field in Gen.OrNull(Gen.Elements("a", " \"7\" \\", "Grüße\n<&>", "漢\u2028\u200D", "\0\uE000", "👩😀"))
            from code in Gen.Elements(null, "493817", "\n")
            select Samples.CreateEnvelope(
                message: Samples.CreateMessage(body: body, locale: field) with
                {
                    Recipient = Samples.ReadNumber("+" + digits),
                    Code = code is null ? null : new Sensitive(code),
                },
                context: new RequestContext(field, null, field, null, null, field, null),
                traceParent: field
            );
        Properties.ForAll(
            envelopes,
            envelope =>
            {
                var read = _codecs.Read(_codecs.Write(envelope));
                Assert.Equal(envelope with { Attempts = [] }, read with { Attempts = [] });
            }
        );
    }

    [Fact]
    public async Task What_was_written_before_the_setting_is_read_with_it() =>
        Assert.Equal(Sample.Message, _codecs.Read(EnvelopeSerializer.Serialize(Sample)).Message);

    [Fact]
    public async Task What_was_sealed_with_the_version_before_is_read()
    {
        var written = await WriteAsync();

        Assert.Equal(Sample.Message, Codecs.Sealing(Codecs.Key(2), Codecs.Key(1)).Read(written).Message);
    }

    [Fact]
    public async Task A_lost_key_is_told_by_its_name_and_leaves_all_else_readable()
    {
        var sealing = Codecs.Sealing(Codecs.Key(3), Codecs.Key(2));
        var key = (await _codecs.Encryption.CipherAsync(Stop)).KeyId;

        var result = Assert.IsType<EnvelopeResult.Sealed>(sealing.Result(await WriteAsync()));

        Assert.Equal(
            $"sealed with key {key}, which this gateway does not have; give it back as a version of the secret, and replay",
            result.Why
        );
        Assert.Equal(Sample.Id, result.Envelope.Id);
        Assert.Equal(key, result.Envelope.Key);
        Assert.Equal(Sample.Attempts.ToArray(), result.Envelope.Attempts.ToArray());
        Assert.Single(sealing.Secrets.Refreshes);
    }

    [Fact]
    public async Task When_the_setting_is_taken_away_it_is_named()
    {
        var result = Assert.IsType<EnvelopeResult.Sealed>(Codecs.Plain.Result(await WriteAsync()));

        Assert.Contains("set Gateway__Encryption__KeySecretName", result.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_had_now_is_not_lost()
    {
        var written = await WriteAsync();
        _codecs.Secrets.Remove(Codecs.SecretName);

        await Assert.ThrowsAsync<SecretUnavailableException>(async () =>
            await _codecs.Envelopes.ReadAsync(written, Stop)
        );
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await WriteAsync());
        Assert.StartsWith("The message cannot be sealed. ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sealed_for_one_message_does_not_open_in_another()
    {
        var written = await WriteAsync();
        var moved = Encoding
            .UTF8.GetString(written)
            .Replace(Sample.Id.ToString(), "another-message", StringComparison.Ordinal);

        var result = Assert.IsType<EnvelopeResult.Unreadable>(_codecs.Result(Encoding.UTF8.GetBytes(moved)));

        Assert.Contains("taken from another message", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sealed_text_that_was_changed_anywhere_is_unreadable()
    {
        var json = Parse(await WriteAsync());
        var sealedText = Convert.FromBase64String((string)json["sealed"]!);
        for (var i = 0; i < sealedText.Length; i++)
        {
            var changed = sealedText.ToArray();
            changed[i] ^= 0x10;
            json["sealed"] = Convert.ToBase64String(changed);
            AssertUnreadable(json);
            json["sealed"] = Convert.ToBase64String(sealedText.AsSpan(0, i));
            AssertUnreadable(json);
        }
    }

    [Theory]
    [InlineData("sealed", "no base64 at all!")]
    [InlineData("key", null)]
    [InlineData("key", "")]
    [InlineData("key", "0011AABB")]
    [InlineData("key", "0011aabbcc")]
    [InlineData("key", "<b>hello")]
    [InlineData("id", "../abc")]
    public async Task What_is_no_sealed_envelope_is_unreadable_and_asks_for_no_key(string field, string? value)
    {
        var json = Parse(await WriteAsync());
        json[field] = value;

        AssertUnreadable(json);
        Assert.Empty(_codecs.Secrets.Refreshes);
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\\")]
    [InlineData("漢")]
    [InlineData("\uE000")]
    [InlineData("😀")]
    public async Task The_longest_legal_message_stays_under_the_queues_limit(string piece)
    {
        var field = Fill(piece, 256);
        var envelope = Samples.CreateEnvelope(
            id: new string('i', MessageId.MaxLength),
            caller: new string('c', 64),
            message: Samples.CreateMessage(
                "+123456789012345",
                Fill(piece, SmsMessage.MaxBodyUnits),
                "+123456789012345",
                Channel.Voice,
                field
            ) with
            {
                Code = new Sensitive(field),
            },
            context: new RequestContext(field, field, field, field, field, field, field),
            traceParent: new string('t', 55)
        );
        for (var i = 0; i < Envelope.MaxAttempts; i++)
        {
            envelope = envelope.With(
                new Attempt(
                    new string('c', 40),
                    Samples.Start.AddTicks(1),
                    i % 3 == 0 ? "Unknown" : "Unavailable",
                    new string('9', 40),
                    new string('d', 80)
                )
            );
        }

        var written = await _codecs.Envelopes.WriteAsync(envelope, Stop);

        Assert.InRange(written.Length, 1, EnvelopeSerializer.MaxBytes);
        var read = _codecs.Read(written);
        Assert.Equal(envelope.Message, read.Message);
        Assert.Equal(envelope.Attempts[^1], read.Attempts[^1]);
    }

    private void AssertUnreadable(JsonObject json) =>
        Assert.IsType<EnvelopeResult.Unreadable>(_codecs.Result(Encoding.UTF8.GetBytes(json.ToJsonString())));

    private ValueTask<byte[]> WriteAsync() => _codecs.Envelopes.WriteAsync(Sample, Stop);

    private static JsonObject Parse(byte[] utf8) => JsonNode.Parse(utf8)!.AsObject();

    private static string Fill(string piece, int length) =>
        string.Concat(Enumerable.Repeat(piece, length / piece.Length));
}
