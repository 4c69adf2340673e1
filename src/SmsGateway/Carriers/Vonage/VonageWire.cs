using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Vonage;

/// <summary>The body of <c>POST /v1/messages</c> for a text.</summary>
internal sealed record VonageText
{
    public string Channel { get; } = "sms";

    public string MessageType { get; } = "text";

    /// <summary>Digits only, as all numbers here.</summary>
    public required string To { get; init; }

    public required string From { get; init; }

    public required string Text { get; init; }

    /// <summary>Seconds.</summary>
    public required int Ttl { get; init; }

    /// <summary>Comes back in status reports; the carrier does not recognise repetitions by it.</summary>
    public required string ClientRef { get; init; }
}

/// <summary>The body of <c>POST /v1/calls</c>, with what the call does in it.</summary>
internal sealed record VonageCall
{
    public required IReadOnlyList<VonagePhone> To { get; init; }

    public VonagePhone? From { get; init; }

    /// <summary>In the place of <see cref="From"/>: a number of the application.</summary>
    public bool? RandomFromNumber { get; init; }

    public required IReadOnlyList<VonageTalk> Ncco { get; init; }

    /// <summary>Seconds.</summary>
    public required int RingingTimer { get; init; }
}

internal sealed record VonagePhone(string Number)
{
    public string Type { get; } = "phone";
}

/// <param name="Text">Said to the end before the call ends.</param>
/// <param name="Language">Null for the carrier's default, American English.</param>
/// <param name="Loop">How often it is said.</param>
internal sealed record VonageTalk(string Text, string? Language, int Loop)
{
    public string Action { get; } = "talk";
}

/// <summary>The claims of a token.</summary>
internal sealed record VonageClaims(string ApplicationId, long Iat, long Exp, string Jti);

/// <summary>The parts of an answer that are read.</summary>
/// <param name="MessageUuid">Of a text.</param>
/// <param name="Uuid">Of a call.</param>
/// <param name="Status">Of a call.</param>
internal sealed record VonageAnswer(string? MessageUuid, string? Uuid, string? Status);

/// <param name="Type">An address whose fragment is the code.</param>
/// <param name="InvalidParameters">Names what is wrong, where the code says only that something is.</param>
internal sealed record VonageProblem(string? Type, IReadOnlyList<VonageParameter?>? InvalidParameters);

internal sealed record VonageParameter(string? Name);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VonageText))]
[JsonSerializable(typeof(VonageCall))]
[JsonSerializable(typeof(VonageClaims))]
[JsonSerializable(typeof(VonageAnswer))]
[JsonSerializable(typeof(VonageProblem))]
internal sealed partial class VonageJson : JsonSerializerContext;
