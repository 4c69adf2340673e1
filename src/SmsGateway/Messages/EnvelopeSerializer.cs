using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmsGateway.Messages;

/// <summary>Envelope to and from its queue form: UTF-8 JSON, version 1, under <see cref="MaxBytes"/>.</summary>
public static class EnvelopeSerializer
{
    public const int Version = 1;

    /// <summary>What a storage queue message holds after base64: 64 KiB * 3/4.</summary>
    public const int MaxBytes = 48 * 1024;

    /// <summary>Of an envelope that would be larger.</summary>
    private const int KeptAttempts = 16;

    // Keeps non-ASCII text at its UTF-8 size instead of six bytes a character; the result is only ever read as JSON.
    private static readonly EnvelopeJson Json = new(
        new JsonSerializerOptions(EnvelopeJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    public static byte[] Serialize(Envelope envelope) => Serialize(envelope, null);

    /// <param name="envelope">What to write.</param>
    /// <param name="seal">Puts what is not to be readable into <see cref="EnvelopeWire.Sealed"/>; null leaves all as it is.</param>
    internal static byte[] Serialize(Envelope envelope, Action<EnvelopeWire>? seal)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var utf8 = Serialize(ToWire(envelope), seal);
        if (utf8.Length > MaxBytes)
        {
            // The longest text in the widest script leaves no room for all that is kept for the record.
            // What is of use about an attempt is kept for as long as the message lives, of the old ones without words.
            var old = Math.Max(0, envelope.Attempts.Length - KeptAttempts);
            var ofUse = envelope.Attempts[..old].Where((_, i) => envelope.IsOfUse(i));
            var wire = ToWire(
                envelope with
                {
                    Attempts =
                    [
                        .. ofUse.Select(attempt => attempt with { Code = null, Detail = null }),
                        .. envelope.Attempts[old..],
                    ],
                }
            );
            wire.Context = null;
            utf8 = Serialize(wire, seal);
        }

        return utf8;
    }

    /// <summary>What is sealed is left so.</summary>
    public static EnvelopeResult Deserialize(ReadOnlySpan<byte> utf8)
    {
        EnvelopeWire? wire;
        try
        {
            wire = JsonSerializer.Deserialize(utf8, Json.EnvelopeWire);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: invalid UTF-8 or a lone surrogate inside a string.
            return VersionIn(utf8) is { } version && version != Version
                ? UnknownVersion(version)
                : new EnvelopeResult.Unreadable("not an envelope in JSON");
        }

        return wire is null ? new EnvelopeResult.Unreadable("empty") : FromWire(wire);
    }

    internal static EnvelopeWire ToWire(Envelope envelope) =>
        new()
        {
            Version = Version,
            Id = envelope.Id.ToString(),
            Caller = envelope.Caller,
            Recipient = envelope.Message.Recipient.E164,
            Body = envelope.Message.Body.Reveal(),
            Code = envelope.Message.Code?.Reveal(),
            Sender = envelope.Message.Sender?.Value,
            Channel = envelope.Message.Channel == Channel.Voice ? "voice" : "sms",
            Locale = envelope.Message.Locale,
            Context = envelope.Context == RequestContext.Empty ? null : envelope.Context,
            AcceptedAt = envelope.AcceptedAt,
            ExpiresAt = envelope.ExpiresAt,
            Attempts = envelope.Attempts,
            Unfinished = envelope.Unfinished,
            Follow = envelope.Follow,
            TraceParent = envelope.TraceParent,
        };

    internal static EnvelopeResult FromWire(EnvelopeWire wire)
    {
        if (wire.Version != Version)
        {
            return UnknownVersion(wire.Version);
        }

        if (!MessageId.TryParse(wire.Id, out var id))
        {
            return new EnvelopeResult.Unreadable("id is missing or malformed");
        }

        if (wire.ExpiresAt == default || wire.AcceptedAt == default)
        {
            return new EnvelopeResult.Unreadable("acceptedAt or expiresAt is missing");
        }

        var channel = wire.Channel switch
        {
            null or "sms" => Channel.Sms,
            "voice" => Channel.Voice,
            _ => (Channel?)null,
        };
        if (channel is null)
        {
            return new EnvelopeResult.Unreadable("channel is not known");
        }

        if (!wire.Attempts.IsDefault && wire.Attempts.Any(attempt => attempt?.Carrier is null))
        {
            return new EnvelopeResult.Unreadable("attempts are malformed");
        }

        if (wire.Sealed is not null)
        {
            return SealedEnvelope.IsKey(wire.Key)
                ? new EnvelopeResult.Sealed(new SealedEnvelope(id, wire), null)
                : new EnvelopeResult.Unreadable("key is missing or malformed");
        }

        if (!PhoneNumber.TryReadE164(wire.Recipient, out var recipient))
        {
            return new EnvelopeResult.Unreadable("recipient is missing or malformed");
        }

        if (wire.Body is not { Length: > 0 } body)
        {
            return new EnvelopeResult.Unreadable("body is missing");
        }

        return new EnvelopeResult.Readable(
            new Envelope(
                id,
                wire.Caller ?? "",
                new SmsMessage(
                    recipient,
                    new Sensitive(body),
                    // The carrier's own sender is better than none of the message.
                    wire.Sender
                        is { } sender
                        ? Sender.Restore(sender)
                        : null,
                    channel.Value,
                    wire.Locale
                )
                {
                    Code = wire.Code is { Length: > 0 } code ? new Sensitive(code) : null,
                },
                wire.Context ?? RequestContext.Empty,
                wire.AcceptedAt,
                wire.ExpiresAt,
                wire.Attempts.IsDefault ? [] : wire.Attempts,
                wire.TraceParent
            )
            {
                Unfinished = Math.Clamp(wire.Unfinished, 0, wire.Attempts.IsDefault ? 0 : wire.Attempts.Length),
                Follow = wire.Follow,
            }
        );
    }

    private static byte[] Serialize(EnvelopeWire wire, Action<EnvelopeWire>? seal)
    {
        seal?.Invoke(wire);
        return JsonSerializer.SerializeToUtf8Bytes(wire, Json.EnvelopeWire);
    }

    private static EnvelopeResult.Unreadable UnknownVersion(int version) =>
        new($"version {version} is not known here; this gateway reads version {Version}");

    /// <summary>The version of an envelope whose other fields have types that this version does not know.</summary>
    private static int? VersionIn(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, Json.EnvelopeVersion)?.Version;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What came of reading a queue message.</summary>
public abstract record EnvelopeResult
{
    private EnvelopeResult() { }

    public sealed record Readable(Envelope Envelope) : EnvelopeResult;

    /// <summary>All of it but the message can be read.</summary>
    /// <param name="Envelope">What there is.</param>
    /// <param name="Why">Why it cannot be opened, in words for an operator; null when nobody has tried.</param>
    public sealed record Sealed(SealedEnvelope Envelope, string? Why) : EnvelopeResult;

    /// <summary>The text is no envelope that this version understands.</summary>
    /// <param name="Reason">What is wrong with it, without quoting it.</param>
    public sealed record Unreadable(string Reason) : EnvelopeResult;
}
