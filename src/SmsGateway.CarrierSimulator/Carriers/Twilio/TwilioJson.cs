using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TwilioError))]
[JsonSerializable(typeof(TwilioMessage))]
internal sealed partial class TwilioJson : JsonSerializerContext;
