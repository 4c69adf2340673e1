using System.Text.Json;
using System.Text.Json.Serialization;
using SmsGateway.Messages;

namespace SmsGateway.Deliveries;

/// <summary>The record of a delivery to and from UTF-8 JSON; the operators' endpoint shows it as it is.</summary>
public static class DeliverySerializer
{
    private const string Assumed = "assumed";

    public static byte[] Serialize(DeliveryRecord delivered)
    {
        ArgumentNullException.ThrowIfNull(delivered);
        var wire = new DeliveredWire
        {
            Id = delivered.Id.ToString(),
            Carrier = delivered.Carrier,
            CarrierMessageId = delivered.CarrierMessageId,
            At = delivered.At,
            Attempts = delivered.Attempts,
            Caller = delivered.Caller,
            Recipient = delivered.Recipient,
            AcceptedAt = delivered.AcceptedAt,
            Earlier = delivered.Earlier,
            State = delivered.IsAssumed ? Assumed : "delivered",
        };
        return JsonSerializer.SerializeToUtf8Bytes(wire, DeliveredJson.Default.DeliveredWire);
    }

    /// <returns>Null when it is no such record.</returns>
    public static DeliveryRecord? Deserialize(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return
                JsonSerializer.Deserialize(utf8, DeliveredJson.Default.DeliveredWire) is { Carrier: { } carrier } wire
                && MessageId.TryParse(wire.Id, out var id)
                ? new DeliveryRecord(id, carrier, wire.CarrierMessageId, wire.At, wire.Attempts, wire.State == Assumed)
                {
                    Caller = wire.Caller,
                    Recipient = wire.Recipient,
                    AcceptedAt = wire.AcceptedAt,
                    Earlier = wire.Earlier,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed class DeliveredWire
{
    public string? Id { get; set; }

    public string? State { get; set; }

    public string? Carrier { get; set; }

    public string? CarrierMessageId { get; set; }

    public DateTimeOffset At { get; set; }

    public int Attempts { get; set; }

    public string? Caller { get; set; }

    public string? Recipient { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public IReadOnlyList<Attempt>? Earlier { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DeliveredWire))]
internal sealed partial class DeliveredJson : JsonSerializerContext;
