using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SmsGateway.Messages;

/// <summary>The envelope as JSON, version 1. Property names are the contract with queues that outlive a deployment.</summary>
public sealed class EnvelopeWire
{
    [JsonPropertyName("v")]
    public int Version { get; set; }

    public string? Id { get; set; }

    public string? Caller { get; set; }

    public string? Recipient { get; set; }

    public string? Body { get; set; }

    public string? Code { get; set; }

    /// <summary>Recipient, body, code and context, none of which stands beside it then.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Names the key that it is sealed with.</summary>
    public string? Key { get; set; }

    public string? Sender { get; set; }

    public string? Channel { get; set; }

    public string? Locale { get; set; }

    public RequestContext? Context { get; set; }

    public DateTimeOffset AcceptedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public ImmutableArray<Attempt> Attempts { get; set; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Unfinished { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Follow { get; set; }

    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; set; }

    /// <summary>For showing.</summary>
    internal EnvelopeWire WithoutSealed()
    {
        var shown = (EnvelopeWire)MemberwiseClone();
        shown.Sealed = null;
        return shown;
    }
}

/// <summary>What every version has.</summary>
internal sealed class EnvelopeVersion
{
    [JsonPropertyName("v")]
    public int? Version { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(EnvelopeWire))]
[JsonSerializable(typeof(EnvelopeVersion))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
