using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What the simulator made of a request, in the words the gateway has for a carrier's answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>Taken: a phone would show it.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>This recipient or text never goes.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Credentials, sender or the request as such are wrong.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Too many requests.</summary>
    [JsonStringEnumMemberName("throttled")]
    Throttled,

    /// <summary>5xx.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,

    /// <summary>No answer, or none that can be read: the caller cannot know whether it was taken.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
