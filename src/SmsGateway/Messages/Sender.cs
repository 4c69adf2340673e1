using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SmsGateway.Messages;

/// <summary>What a sender looks like; several carriers want to be told.</summary>
public enum SenderKind
{
    /// <summary>A telephone number in E.164 form.</summary>
    International,

    /// <summary>3 to 8 digits.</summary>
    ShortCode,

    /// <summary>Up to 11 characters (the GSM limit), at least one of them a letter.</summary>
    Alphanumeric,
}

/// <summary>Who the phone shows as the sender: a number, a short code or a short name.</summary>
public sealed record Sender
{
    /// <summary>What a sender must be, for whoever wrote it.</summary>
    public const string Rule =
        "must be a number in E.164 form, a short code of 3 to 8 digits, or up to 11 letters, digits, spaces, . + - _ and & with at least one letter";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> NameLetters = SearchValues.Create(Letters);
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Letters + "0123456789 .+-_&");

    private Sender(string value, SenderKind kind) => (Value, Kind) = (value, kind);

    public string Value { get; }

    public SenderKind Kind { get; }

    /// <summary>The value without a plus sign, as some carriers want it.</summary>
    public string WithoutPlus => Kind == SenderKind.International ? Value[1..] : Value;

    public static bool TryParse(string? text, [NotNullWhen(true)] out Sender? sender)
    {
        var trimmed = text?.Trim() ?? "";
        sender = PhoneNumber.TryParse(trimmed, out var number) ? Of(number) : OfCodeOrName(trimmed);
        return sender is not null;
    }

    /// <summary>Reads what <see cref="Value"/> once was, a number as it is.</summary>
    /// <returns>Null for what an earlier version took and no carrier should see, such as a name without a letter.</returns>
    public static Sender? Restore(string value) =>
        PhoneNumber.TryReadE164(value, out var number) ? Of(number) : OfCodeOrName(value);

    private static Sender Of(PhoneNumber number) => new(number.E164, SenderKind.International);

    private static Sender? OfCodeOrName(string text)
    {
        if (text.Length is >= 3 and <= 8 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return new Sender(text, SenderKind.ShortCode);
        }

        // What begins with a plus sign was meant to be a number.
        return
            text is { Length: <= 11 } and not ['+', ..]
            && text.AsSpan().ContainsAny(NameLetters)
            && !text.AsSpan().ContainsAnyExcept(NameCharacters)
            ? new Sender(text, SenderKind.Alphanumeric)
            : null;
    }

    public override string ToString() => Value;
}
