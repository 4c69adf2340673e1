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

    /// <summary>Up to 11 letters, digits, spaces, dashes, underscores and ampersands (the GSM limit for an alphanumeric sender).</summary>
    Alphanumeric,
}

/// <summary>Who the phone shows as the sender: a number, a short code or a short name.</summary>
public sealed record Sender
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_&"
    );

    private Sender(string value, SenderKind kind) => (Value, Kind) = (value, kind);

    public string Value { get; }

    public SenderKind Kind { get; }

    /// <summary>The value without a plus sign, as some carriers want it.</summary>
    public string WithoutPlus => Kind == SenderKind.International ? Value[1..] : Value;

    public static bool TryParse(string? text, [NotNullWhen(true)] out Sender? sender)
    {
        sender = null;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return false;
        }

        if (PhoneNumber.TryParse(trimmed, out var number))
        {
            sender = new Sender(number.E164, SenderKind.International);
        }
        else if (trimmed.Length is >= 3 and <= 8 && trimmed.All(char.IsAsciiDigit))
        {
            sender = new Sender(trimmed, SenderKind.ShortCode);
        }
        else if (trimmed.Length <= 11 && !trimmed.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            sender = new Sender(trimmed, SenderKind.Alphanumeric);
        }

        return sender is not null;
    }

    public override string ToString() => Value;
}
