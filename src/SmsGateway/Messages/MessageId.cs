using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmsGateway.Messages;

/// <summary>
/// Names one accepted message for its whole life: in the answer to the caller, in the queue, at the carrier and in a dead
/// letter. New ones are version 7 UUIDs (RFC 9562) as 32 lower-case hexadecimal digits, so they sort by time of acceptance;
/// reading takes any 1 to 64 letters, digits, dashes and underscores, which are safe in a URL, a file and a blob name.
/// </summary>
public readonly record struct MessageId
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    private readonly string? _value;

    private MessageId(string value) => _value = value;

    public static MessageId New(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString("N"));

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageId id)
    {
        if (text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed))
        {
            id = new MessageId(text);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>The moment of acceptance, to the millisecond, when the id is one of ours; otherwise null.</summary>
    public DateTimeOffset? AcceptedAt
    {
        get
        {
            if (!Guid.TryParseExact(_value, "N", out var guid) || guid.Version != 7)
            {
                return null;
            }

            // 48 bits reach past the year 9999, where the calendar ends; such an id comes from a stranger.
            var milliseconds = long.Parse(_value.AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null;
        }
    }

    /// <summary>The id in 16 bytes, when it is one of ours; otherwise null.</summary>
    internal Guid? Number => Guid.TryParseExact(_value, "N", out var guid) ? guid : null;

    internal static MessageId Of(Guid number) => new(number.ToString("N"));

    public override string ToString() => _value ?? "";
}
