using System.Text;
using System.Text.Json;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.DeadLetters;

public sealed class DeadLetterSerializerTests
{
    private static readonly DateTimeOffset Now = Samples.Start;

    [Fact]
    public void What_was_written_is_read_back()
    {
        var envelope = Samples.CreateEnvelope(
            attempts: [Samples.CreateAttempt()],
            message: Samples.CreateMessage(body: "Grüße 😀 \"493817\"")
        );
        foreach (
            var deadLetter in new[]
            {
                new DeadLetter(envelope.Id, DeadLetterReason.Rejected, envelope, null, null, Now),
                new DeadLetter(
                    envelope.Id,
                    DeadLetterReason.Unreadable,
                    null,
                    new Sensitive("{\"v\":2} 😀"),
                    "version 2",
                    Now
                ),
            }
        )
        {
            var read = DeadLetterSerializer.Deserialize(DeadLetterSerializer.Serialize(deadLetter));
            Assert.Equal(deadLetter with { Envelope = null }, read with { Envelope = null });
            Assert.Equal(deadLetter.Envelope?.Message, read.Envelope?.Message);
            Assert.Equal(deadLetter.Envelope?.Attempts.ToArray() ?? [], read.Envelope?.Attempts.ToArray() ?? []);
        }
    }

    [Fact]
    public void Holds_the_last_outcome_of_each_carrier_in_order_of_time()
    {
        var envelope = Samples.CreateEnvelope(
            attempts:
            [
                Samples.CreateAttempt("one", Now, code: "first"),
                Samples.CreateAttempt("two", Now.AddSeconds(1), code: "second"),
                Samples.CreateAttempt("one", Now.AddSeconds(2), code: "third"),
            ]
        );
        var deadLetter = new DeadLetter(envelope.Id, DeadLetterReason.Expired, envelope, null, null, Now);
        Assert.Equal(["second", "third"], deadLetter.LastOutcomes.Select(attempt => attempt.Code));
    }

    [Fact]
    public void Shows_no_body_raw_text_or_number_unless_asked()
    {
        var envelope = Samples.CreateEnvelope(message: Samples.CreateMessage() with { Code = new Sensitive("493817") });
        foreach (
            var deadLetter in new[]
            {
                new DeadLetter(envelope.Id, DeadLetterReason.Rejected, envelope, null, null, Now),
                DeadLetter.Unreadable(
                    Encoding.UTF8.GetBytes("{\"recipient\":\"+15005550006\",\"body\":\"493817\"}"),
                    "no version",
                    DeadLetterReason.Unreadable,
                    Now
                ),
            }
        )
        {
            var shown = Encoding.UTF8.GetString(DeadLetterSerializer.Serialize(deadLetter, reveal: false));
            Assert.DoesNotContain("493817", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("5005550006", shown, StringComparison.Ordinal);
            Assert.Contains(
                "493817",
                Encoding.UTF8.GetString(DeadLetterSerializer.Serialize(deadLetter)),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("493817", deadLetter.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Who asked for a code lies sealed like the code, so it is not shown unasked either.</summary>
    [Fact]
    public void Who_asked_is_shown_only_when_it_is_asked_for()
    {
        var context = RequestContext.Empty with
        {
            Ip = "203.0.113.9",
            UserAgent = "agent of this test",
            UserId = "auth0|a-user",
            Country = "DE",
        };
        var dead = new DeadLetter(
            Samples.CreateEnvelope().Id,
            DeadLetterReason.Rejected,
            Samples.CreateEnvelope(context: context),
            null,
            null,
            Now
        );
        string[] personal = [context.Ip!, context.UserAgent!, context.UserId!];

        var hidden = Encoding.UTF8.GetString(DeadLetterSerializer.Serialize(dead, reveal: false));
        Assert.All(personal, text => Assert.DoesNotContain(text, hidden, StringComparison.Ordinal));
        Assert.Contains("\"DE\"", hidden, StringComparison.Ordinal);
        var shown = Encoding.UTF8.GetString(DeadLetterSerializer.Serialize(dead, reveal: true));
        Assert.All(personal, text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_and_times_are_shown_as_they_are_in_a_page_too()
    {
        var dead = new DeadLetter(
            Samples.CreateEnvelope().Id,
            DeadLetterReason.Rejected,
            Samples.CreateEnvelope(),
            null,
            null,
            Now
        );

        var shown = Encoding.UTF8.GetString(
            DeadLetterSerializer.Serialize(new DeadLetterPage([dead], "next"), reveal: true)
        );

        Assert.Contains("\"recipient\":\"+", shown, StringComparison.Ordinal);
        Assert.Contains("+00:00", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u002B", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"abc\",\"reason\":\"Boredom\"}")]
    [InlineData("{\"id\":\"abc\",\"reason\":\"99\"}")]
    [InlineData("{\"id\":\"a/b\",\"reason\":\"Expired\"}")]
    public void What_is_no_dead_letter_is_an_error(string text) =>
        Assert.Throws<JsonException>(() => DeadLetterSerializer.Deserialize(Encoding.UTF8.GetBytes(text)));
}
