using System.Collections.Immutable;

namespace SmsGateway.Messages;

/// <summary>An envelope whose message is sealed: its times, its caller and its attempts can be read, and are.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Wire">As it was stored.</param>
public sealed record SealedEnvelope(MessageId Id, EnvelopeWire Wire)
{
    /// <summary>Of the hash that is a key's name.</summary>
    internal const int KeyDigits = 8;

    /// <summary>Names the key that opens it.</summary>
    public string Key => Wire.Key!;

    public ImmutableArray<Attempt> Attempts => Wire.Attempts.IsDefault ? [] : Wire.Attempts;

    /// <summary>It is told to operators, so it is nothing but a key's name.</summary>
    internal static bool IsKey(string? text) =>
        text is { Length: KeyDigits } && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');
}
