using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Twilio;

/// <summary>The parts of Twilio's answers that are read: a created resource, or an error with its numeric code.</summary>
internal sealed class TwilioAnswer
{
    public string? Sid { get; set; }

    public string? Status { get; set; }

    [JsonPropertyName("error_code")]
    public int? ErrorCode { get; set; }
}

internal sealed class TwilioError
{
    public int? Code { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TwilioAnswer))]
[JsonSerializable(typeof(TwilioError))]
internal sealed partial class TwilioJson : JsonSerializerContext;
