using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class EnvelopeSerializerTests
{
    private const string Minimal =
        """{"v":1,"id":"abc","caller":"auth0","recipient":"+15005550006","body":"493817","acceptedAt":"2026-03-04T12:00:00+00:00","expiresAt":"2026-03-04T12:05:00+00:00"}""";

    [Fact]
    public void What_was_written_is_read_back() =>
        Properties.ForAll(
            Envelopes,
            envelope =>
            {
                var read = Read(EnvelopeSerializer.Serialize(envelope));
                Assert.Equal(envelope.Attempts.AsEnumerable(), read.Attempts);
                Assert.Equal(envelope with { Attempts = [] }, read with { Attempts = [] });
            }
        );

    [Fact]
    public void Writes_the_documented_names()
    {
        var context = new RequestContext(
            "198.51.100.7",
            "Browser",
            "AU",
            "otp_verify",
            "correlation",
            "org",
            "client",
            "user"
        );
        var envelope = Samples.CreateEnvelope(
            id: "abc",
            message: Samples.CreateMessage(
                body: "Grüße \"1\" 😀",
                sender: "Acme",
                channel: Channel.Voice,
                locale: "en_US"
            ),
            context: context,
            attempts:
            [
                Samples.CreateAttempt("one", outcome: "Throttled", code: "http-429", detail: "too many requests"),
            ],
            traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        );
        Assert.Equal(
            """{"v":1,"id":"abc","caller":"auth0","recipient":"\u002B15005550006","body":"Grüße \"1\" \uD83D\uDE00","sender":"Acme","channel":"voice","locale":"en_US","context":{"ip":"198.51.100.7","userAgent":"Browser","country":"AU","messageType":"otp_verify","correlationId":"correlation","organization":"org","clientId":"client","userId":"user"},"acceptedAt":"2026-03-04T12:00:00+00:00","expiresAt":"2026-03-04T12:05:00+00:00","attempts":[{"carrier":"one","at":"2026-03-04T12:00:00+00:00","outcome":"Throttled","code":"http-429","detail":"too many requests"}],"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""".Replace(
                "\\u002B",
                "+",
                StringComparison.Ordinal
            ),
            Encoding.UTF8.GetString(EnvelopeSerializer.Serialize(envelope))
        );
    }

    [Fact]
    public void Reads_the_least_that_is_needed()
    {
        var envelope = Read(Minimal);
        Assert.Equal("abc", envelope.Id.ToString());
        Assert.Equal("+15005550006", envelope.Message.Recipient.E164);
        Assert.Equal("493817", envelope.Message.Body.Reveal());
        Assert.Equal(Channel.Sms, envelope.Message.Channel);
        Assert.Equal(RequestContext.Empty, envelope.Context);
        Assert.Empty(envelope.Attempts);
    }

    [Theory]
    [InlineData("\"v\":1,", "\"v\":1,\"colour\":\"blue\",\"nested\":{\"a\":[1,{}]},")]
    [InlineData("\"caller\":\"auth0\",", "\"caller\":\"auth0\",\"context\":{\"ip\":\"::1\",\"new\":true},")]
    [InlineData(
        "\"v\":1,",
        "\"v\":1,\"attempts\":[{\"carrier\":\"one\",\"at\":\"2026-03-04T12:00:00Z\",\"outcome\":\"Unavailable\",\"new\":1}],"
    )]
    [InlineData("\"v\":1,", "\"v\":1,\"sender\":null,\"channel\":null,\"locale\":null,\"traceparent\":null,")]
    public void Takes_unknown_fields_and_nulls(string part, string instead) =>
        Assert.Equal("abc", Read(Minimal.Replace(part, instead, StringComparison.Ordinal)).Id.ToString());

    [Theory]
    [InlineData("\"v\":1", "\"v\":2", "version 2")]
    [InlineData("\"v\":1", "\"v\":-1", "version -1")]
    [InlineData("\"v\":1,", "", "version 0")]
    [InlineData("{\"v\":1,", "{\"recipient\":[1],\"v\":2,", "version 2")]
    [InlineData("\"id\":\"abc\",", "", "id ")]
    [InlineData("\"id\":\"abc\"", "\"id\":\"../abc\"", "id ")]
    [InlineData("+15005550006", "15005550006", "recipient ")]
    [InlineData("\"body\":\"493817\",", "", "body ")]
    [InlineData("\"body\":\"493817\"", "\"body\":\"\"", "body ")]
    [InlineData("\"acceptedAt\":\"2026-03-04T12:00:00+00:00\",", "", "acceptedAt ")]
    [InlineData(",\"expiresAt\":\"2026-03-04T12:05:00+00:00\"", "", "expiresAt ")]
    [InlineData("\"v\":1,", "\"v\":1,\"channel\":\"fax\",", "channel ")]
    [InlineData("\"v\":1", "\"v\":\"1\"", "JSON")]
    [InlineData("\"v\":1,", "\"v\":1,\"attempts\":[null],", "attempts ")]
    [InlineData(
        "\"v\":1,",
        "\"v\":1,\"attempts\":[{\"at\":\"2026-03-04T12:00:00Z\",\"outcome\":\"Unavailable\"}],",
        "attempts "
    )]
    [InlineData("\"v\":1,", "\"v\":1,\"attempts\":\"none\",", "JSON")]
    [InlineData("\"493817\"", "493817", "JSON")]
    [InlineData("\"493817\"", "\"\\ud800\"", "JSON")]
    [InlineData("2026-03-04T12:05:00+00:00", "tomorrow", "JSON")]
    [InlineData("}", "", "JSON")]
    public void Says_what_is_wrong_without_quoting_it(string part, string instead, string expected)
    {
        Assert.Contains(part, Minimal, StringComparison.Ordinal);
        var reason = ReadReason(Encoding.UTF8.GetBytes(Minimal.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("493817", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("5005550006", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("hello")]
    [InlineData("﻿{}")]
    public void What_is_no_envelope_is_unreadable(string text) =>
        Assert.NotEmpty(ReadReason(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_not_utf8_are_unreadable()
    {
        var bytes = Encoding.UTF8.GetBytes(Minimal);
        bytes[Minimal.IndexOf("493817", StringComparison.Ordinal)] = 0xFF;
        Assert.NotEmpty(ReadReason(bytes));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_or_unreadable_but_never_an_exception()
    {
        var damaged =
            from position in Gen.Choose(0, Minimal.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Choose(0, Minimal.Length)
            select (position, value, length);
        Properties.ForAll(
            damaged,
            damage =>
            {
                var bytes = Encoding.UTF8.GetBytes(Minimal);
                bytes[damage.position] = (byte)damage.value;
                Assert.NotNull(EnvelopeSerializer.Deserialize(bytes));
                Assert.NotNull(EnvelopeSerializer.Deserialize(bytes.AsSpan(0, damage.length)));
            },
            runs: 2000
        );
    }

    [Fact]
    public void A_lone_surrogate_is_written_as_the_replacement_character()
    {
        var written = EnvelopeSerializer.Serialize(
            Samples.CreateEnvelope(message: Samples.CreateMessage(body: "a\uD800b"))
        );
        Assert.Equal("a\uFFFDb", Read(written).Message.Body.Reveal());
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\\")]
    [InlineData("漢")]
    [InlineData("\uE000")]
    [InlineData("😀")]
    public void The_longest_legal_message_stays_under_the_queues_limit(string piece)
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
            context: new RequestContext(field, field, field, field, field, field, field, field),
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

        var utf8 = EnvelopeSerializer.Serialize(envelope);
        Assert.InRange(utf8.Length, 1, EnvelopeSerializer.MaxBytes);
        var read = Read(utf8);
        Assert.Equal(envelope.Message, read.Message);
        Assert.Equal(envelope.Attempts[^1], read.Attempts[^1]);
        Assert.Equal(
            envelope.Attempts.Count(attempt => attempt.IsUnknown),
            read.Attempts.Count(attempt => attempt.IsUnknown)
        );
    }

    [Fact]
    public void A_number_is_kept_as_it_was_accepted()
    {
        var message = Samples.CreateMessage() with { Recipient = Samples.ReadNumber("+4402079460958") };

        var read = Read(EnvelopeSerializer.Serialize(Samples.CreateEnvelope(message: message)));

        Assert.Equal("+4402079460958", read.Message.Recipient.E164);
    }

    [Theory]
    [InlineData("72 345")]
    [InlineData("1234567890")]
    [InlineData("much too long a sender")]
    public void A_sender_that_an_earlier_version_took_costs_no_code(string sender)
    {
        var json = Encoding.UTF8.GetString(
            EnvelopeSerializer.Serialize(Samples.CreateEnvelope(message: Samples.CreateMessage(sender: "Acme")))
        );

        Assert.Null(Read(json.Replace("\"Acme\"", $"\"{sender}\"", StringComparison.Ordinal)).Message.Sender);
    }

    private static Gen<Envelope> Envelopes { get; } =
        from digits in Properties.Digits
        from body in Properties.Text
        // Short enough that nothing is left out.
        from field in Gen.OrNull(Gen.Elements("a", " \"7\" \\", "Grüße\n<&>", "漢\u2028\u200D", "\0\uE000", "👩😀"))
        from sender in Gen.Elements(null, "+15005550006", "12345", "Acme & Co")
        from channel in Gen.Elements(Channel.Sms, Channel.Voice)
        from seconds in Gen.Choose(1, 86400)
        from attempts in Gen.Elements(0, 1, 2, 60)
        select Samples.CreateEnvelope(
            message: Samples.CreateMessage(body: body, sender: sender, channel: channel, locale: field) with
            {
                Recipient = Samples.ReadNumber("+" + digits),
                Code = channel == Channel.Voice && seconds % 2 == 0 ? new Sensitive("493817") : null,
            },
            context: new RequestContext(field, null, field, null, null, field, null, field),
            acceptedAt: Samples.Start.AddTicks(seconds),
            life: TimeSpan.FromSeconds(seconds),
            attempts: Enumerable
                .Range(0, attempts)
                .Select(i => Samples.CreateAttempt($"carrier{i % 3}", Samples.Start.AddTicks(i), detail: field)),
            traceParent: field
        );

    private static string Fill(string piece, int length) =>
        string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private static Envelope Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static Envelope Read(byte[] utf8) =>
        Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(utf8)).Envelope;

    private static string ReadReason(byte[] utf8) =>
        Assert.IsType<EnvelopeResult.Unreadable>(EnvelopeSerializer.Deserialize(utf8)).Reason;
}
