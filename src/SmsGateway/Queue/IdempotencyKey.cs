using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmsGateway.Messages;

namespace SmsGateway.Queue;

/// <summary>
/// What two requests share when they bring the same message. A hash, because it outlives the message in the store; keyed with
/// the caller's secret, because the few digits of a code are quickly guessed from a plain one.
/// </summary>
/// <param name="Hash">The first 128 bits of an HMAC-SHA256.</param>
/// <param name="Window">How long after the first request another one is the same message.</param>
/// <param name="IsCorrelated">
/// The caller named what it sends, so this is told from its retries, which come within minutes and may reach another process.
/// Otherwise only the same text to the same number within seconds is the same message.
/// </param>
public readonly record struct IdempotencyKey(UInt128 Hash, TimeSpan Window, bool IsCorrelated)
{
    /// <summary>
    /// Auth0 retries an Action up to five times within minutes. No message is told for longer than its code lives: after that
    /// it may have died, and who brings it again must not be told that it is on its way.
    /// </summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(10);

    /// <summary>The key of a message whose caller gave it a correlation id, which together with recipient and code names it.</summary>
    /// <param name="secret">The caller's secret.</param>
    /// <param name="caller">Its configured name.</param>
    /// <param name="message">Without a code, its body stands for it, so that another text is another message.</param>
    /// <param name="correlationId">As posted.</param>
    /// <param name="code">As posted.</param>
    /// <param name="timeToLive">The code's life; the window is no longer.</param>
    public static IdempotencyKey Correlated(
        Sensitive secret,
        string caller,
        SmsMessage message,
        string correlationId,
        Sensitive? code,
        TimeSpan timeToLive
    )
    {
        ArgumentNullException.ThrowIfNull(correlationId);
        ArgumentNullException.ThrowIfNull(message);
        var what = code is null ? $"body {message.Body.Reveal()}" : $"code {code.Reveal()}";
        return new(
            HashOf(secret, caller, message, $"{correlationId.Length} {correlationId} {what}"),
            AtMostLongest(timeToLive),
            true
        );
    }

    /// <summary>
    /// The key of a message that its token names. Somebody's own token may come with several messages, so all of the message
    /// counts: with another code or text it is another one.
    /// </summary>
    /// <param name="secret">The caller's secret.</param>
    /// <param name="caller">Its configured name.</param>
    /// <param name="message">What was posted.</param>
    /// <param name="tokenId">As signed.</param>
    /// <param name="code">As posted.</param>
    /// <param name="life">The token's; the window is no longer.</param>
    public static IdempotencyKey OfToken(
        Sensitive secret,
        string caller,
        SmsMessage message,
        string tokenId,
        Sensitive? code,
        TimeSpan life
    )
    {
        ArgumentNullException.ThrowIfNull(tokenId);
        ArgumentNullException.ThrowIfNull(message);
        var what = $"code {code?.Length ?? 0} {code?.Reveal()} body {message.Body.Reveal()}";
        return new(
            HashOf(secret, caller, message, $"token {tokenId.Length} {tokenId} {what}"),
            AtMostLongest(life),
            true
        );
    }

    /// <summary>The key of a message that is known by its text only.</summary>
    /// <param name="secret">The caller's secret.</param>
    /// <param name="caller">Its configured name.</param>
    /// <param name="message">What was posted.</param>
    /// <param name="window">Short: a user who asks again gets a new code, and so a new text, but need not.</param>
    public static IdempotencyKey OfText(Sensitive secret, string caller, SmsMessage message, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(HashOf(secret, caller, message, $"text {message.Body.Reveal()}"), window, false);
    }

    private static TimeSpan AtMostLongest(TimeSpan window) => window < LongestWindow ? window : LongestWindow;

    // Lengths before whatever may hold a space, and the free text last: no two different messages make the same line.
    private static UInt128 HashOf(Sensitive secret, string caller, SmsMessage message, string what)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{caller.Length} {caller} {message.Recipient.E164} {message.Channel} {what}"
        );
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), Encoding.UTF8.GetBytes(line), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
