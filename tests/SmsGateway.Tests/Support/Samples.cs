using SmsGateway.Messages;

namespace SmsGateway.Tests.Support;

/// <summary>Messages and envelopes with defaults; a test names only what matters to it.</summary>
internal static class Samples
{
    public const string Recipient = "+15005550006";
    public const string Body = "Your verification code is 493817";
    public const string Caller = "auth0";

    /// <summary>When the clocks of most tests start.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static SmsMessage CreateMessage(
        string recipient = Recipient,
        string body = Body,
        string? sender = null,
        Channel channel = Channel.Sms,
        string? locale = null
    ) => new(ParseNumber(recipient), new Sensitive(body), sender is null ? null : ParseSender(sender), channel, locale);

    public static Envelope CreateEnvelope(
        string id = "0198c0ffee007000800000000000c0de",
        string caller = Caller,
        SmsMessage? message = null,
        RequestContext? context = null,
        DateTimeOffset? acceptedAt = null,
        TimeSpan? life = null,
        IEnumerable<Attempt>? attempts = null,
        string? traceParent = null
    )
    {
        var start = acceptedAt ?? Start;
        return new Envelope(
            ParseId(id),
            caller,
            message ?? CreateMessage(),
            context ?? RequestContext.Empty,
            start,
            start + (life ?? TimeSpan.FromMinutes(5)),
            [.. attempts ?? []],
            traceParent
        );
    }

    public static Attempt CreateAttempt(
        string carrier = "one",
        DateTimeOffset? at = null,
        string outcome = "Unavailable",
        string? code = "http-503",
        string? detail = "the carrier failed"
    ) => new(carrier, at ?? Start, outcome, code, detail);

    /// <summary>A number as a store has it, in use or not.</summary>
    public static PhoneNumber ReadNumber(string e164) =>
        PhoneNumber.TryReadE164(e164, out var number) ? number : throw new ArgumentException(e164, nameof(e164));

    public static PhoneNumber ParseNumber(string text) =>
        PhoneNumber.TryParse(text, out var number)
            ? number
            : throw new ArgumentException("This test's number is not one.", nameof(text));

    public static Sender ParseSender(string text) =>
        Sender.TryParse(text, out var sender)
            ? sender
            : throw new ArgumentException("This test's sender is not one.", nameof(text));

    public static MessageId ParseId(string text) =>
        MessageId.TryParse(text, out var id)
            ? id
            : throw new ArgumentException("This test's id is not one.", nameof(text));
}
