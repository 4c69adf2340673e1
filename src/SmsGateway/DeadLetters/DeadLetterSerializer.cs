using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmsGateway.Messages;

namespace SmsGateway.DeadLetters;

/// <summary>A dead letter to and from its stored form, UTF-8 JSON; the whole record, body included.</summary>
public static class DeadLetterSerializer
{
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
        return JsonSerializer.SerializeToUtf8Bytes(ToWire(deadLetter, reveal), Json.DeadLetterWire);
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

    /// <exception cref="JsonException">It is no dead letter.</exception>
    public static DeadLetter Deserialize(ReadOnlySpan<byte> utf8)
    {
        var wire = JsonSerializer.Deserialize(utf8, Json.DeadLetterWire);
        if (
            wire is null
            || !MessageId.TryParse(wire.Id, out var id)
            || !Enum.TryParse<DeadLetterReason>(wire.Reason, out var reason)
            || !Enum.IsDefined(reason)
        )
        {
            throw new JsonException("This is no dead letter.");
        }

        var envelope = wire.Envelope is null
            ? null
            : (EnvelopeSerializer.FromWire(wire.Envelope) as EnvelopeResult.Readable)?.Envelope;
        return new DeadLetter(
            id,
            reason,
            envelope,
            wire.Raw is null ? null : new Sensitive(wire.Raw),
            wire.Detail,
            wire.DiedAt
        );
    }

    private static DeadLetterWire ToWire(DeadLetter deadLetter, bool reveal)
    {
        var envelope = deadLetter.Envelope is null ? null : EnvelopeSerializer.ToWire(deadLetter.Envelope);
        if (envelope is not null && !reveal)
        {
            envelope.Recipient = deadLetter.Envelope!.Message.Recipient.ToString();
            envelope.Body = deadLetter.Envelope.Message.Body.ToString();
            envelope.Code = deadLetter.Envelope.Message.Code?.ToString();
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
