using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsGateway.Messages;

namespace SmsGateway.DeadLetters;

/// <summary>A dead letter to and from its stored form, UTF-8 JSON; the whole record, body included.</summary>
public static class DeadLetterSerializer
{
    private const string None = "This is no dead letter.";

    private static readonly DeadLetterJson Json = new(
        new JsonSerializerOptions(DeadLetterJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    /// <param name="deadLetter">What to write.</param>
    /// <param name="reveal">False hides the body, the raw text and most of the number, for showing to an operator.</param>
    public static byte[] Serialize(DeadLetter deadLetter, bool reveal = true)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        return Serialize(ToWire(deadLetter, reveal));
    }

    /// <summary>A page of them, for showing to an operator.</summary>
    public static byte[] Serialize(DeadLetterPage page, bool reveal)
    {
        ArgumentNullException.ThrowIfNull(page);
        var wire = new DeadLetterPageWire
        {
            Items = [.. page.Items.Select(item => ToWire(item, reveal))],
            Continue = page.Continue,
        };
        return JsonSerializer.SerializeToUtf8Bytes(wire, Json.DeadLetterPageWire);
    }

    /// <summary>What is sealed is left so.</summary>
    /// <exception cref="JsonException">It is no dead letter.</exception>
    public static DeadLetter Deserialize(ReadOnlySpan<byte> utf8) => FromWire(Parse(utf8));

    /// <exception cref="JsonException">It is no dead letter.</exception>
    internal static DeadLetterWire Parse(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Json.DeadLetterWire) ?? throw new JsonException(None);

    internal static byte[] Serialize(DeadLetterWire wire) =>
        JsonSerializer.SerializeToUtf8Bytes(wire, Json.DeadLetterWire);

    /// <exception cref="JsonException">It is no dead letter.</exception>
    internal static DeadLetter FromWire(DeadLetterWire wire)
    {
        if (
            !MessageId.TryParse(wire.Id, out var id)
            || !Enum.TryParse<DeadLetterReason>(wire.Reason, out var reason)
            || !Enum.IsDefined(reason)
        )
        {
            throw new JsonException(None);
        }

        var envelope = wire.Envelope is null ? null : EnvelopeSerializer.FromWire(wire.Envelope);
        return new DeadLetter(
            id,
            reason,
            (envelope as EnvelopeResult.Readable)?.Envelope,
            wire.Raw is null ? null : new Sensitive(wire.Raw),
            wire.Detail,
            wire.DiedAt
        )
        {
            Sealed = (envelope as EnvelopeResult.Sealed)?.Envelope,
        };
    }

    /// <param name="deadLetter">What to write.</param>
    /// <param name="reveal">As in <see cref="Serialize(DeadLetter, bool)"/>. An envelope that could not be opened stays sealed either way.</param>
    internal static DeadLetterWire ToWire(DeadLetter deadLetter, bool reveal)
    {
        EnvelopeWire? envelope = null;
        if (deadLetter.Envelope is { Message: var message })
        {
            envelope = EnvelopeSerializer.ToWire(deadLetter.Envelope);
            if (!reveal)
            {
                envelope.Recipient = message.Recipient.ToString();
                envelope.Body = message.Body.ToString();
                envelope.Code = message.Code?.ToString();
                envelope.Context = envelope.Context is null
                    ? null
                    : envelope.Context with
                    {
                        Ip = null,
                        UserAgent = null,
                        UserId = null,
                    };
            }
        }
        else if (deadLetter.Sealed is { Wire: var wire })
        {
            envelope = reveal ? wire : wire.WithoutSealed();
        }

        return new DeadLetterWire
        {
            Id = deadLetter.Id.ToString(),
            Reason = deadLetter.Reason.ToString(),
            Detail = deadLetter.Detail,
            DiedAt = deadLetter.DiedAt,
            Envelope = envelope,
            LastOutcomes = [.. deadLetter.LastOutcomes],
            Raw = reveal ? deadLetter.Raw?.Reveal() : deadLetter.Raw?.ToString(),
        };
    }
}

/// <summary>A dead letter as JSON; property names are the contract with stored records and the operators' endpoints.</summary>
public sealed class DeadLetterWire
{
    public string? Id { get; set; }

    public string? Reason { get; set; }

    public string? Detail { get; set; }

    public DateTimeOffset DiedAt { get; set; }

    public EnvelopeWire? Envelope { get; set; }

    public IReadOnlyList<Attempt> LastOutcomes { get; set; } = [];

    public string? Raw { get; set; }

    /// <summary>In the place of the raw text, where it is stored.</summary>
    public byte[]? SealedRaw { get; set; }
}

public sealed class DeadLetterPageWire
{
    public IReadOnlyList<DeadLetterWire> Items { get; set; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Continue { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DeadLetterWire))]
[JsonSerializable(typeof(DeadLetterPageWire))]
public sealed partial class DeadLetterJson : JsonSerializerContext;
