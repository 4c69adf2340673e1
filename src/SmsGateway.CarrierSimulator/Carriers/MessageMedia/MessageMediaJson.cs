using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageMediaBatch))]
[JsonSerializable(typeof(MessageMediaError))]
internal sealed partial class MessageMediaJson : JsonSerializerContext;
