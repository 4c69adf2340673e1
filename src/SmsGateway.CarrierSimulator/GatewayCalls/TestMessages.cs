using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.GatewayCalls;

/// <summary>Posts the page's test messages to the gateway as one of its callers, each with a token for its body alone.</summary>
internal sealed class TestMessages(GatewayOptions options, GatewayClient gateway, TimeProvider time)
{
    /// <summary>The gateway itself gives up on its queue sooner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CallerToken? _token = options.SigningKey() is { } key
        ? new CallerToken(options.Subject!, options.Audience!, key)
        : null;

    /// <summary>Why there are none, naming the settings; null when they can be sent.</summary>
    public string? WhyOff =>
        _token is null
            ? "The carrier simulator signs for no caller of the gateway. Set "
                + (options.Address is null ? "Simulator__Gateway__Address, " : "")
                + "Simulator__Gateway__Subject, Simulator__Gateway__Audience and Simulator__Gateway__SigningSecret to send test messages from here."
            : null;

    public async Task<TestMessageAnswer> SendAsync(TestMessage message, CancellationToken cancellationToken)
    {
        if (_token is null)
        {
            return new(0, null, WhyOff!, null);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(message, TestMessageJson.Default.TestMessage);
        var bearer = $"Bearer {_token.For(body, time.GetUtcNow())}";
        var answer = await gateway.SendAsync(
            HttpMethod.Post,
            "api/sms",
            ("Authorization", bearer),
            body,
            Patience,
            cancellationToken
        );
        return answer is null ? new(0, null, GatewayAnswer.Silence, null) : Told(answer);
    }

    private static TestMessageAnswer Told(GatewayAnswer answer)
    {
        var status = (int)answer.Status;
        switch (answer.Status)
        {
            case HttpStatusCode.OK:
                return IdOf(answer.Body) is { } id
                    ? new(status, id, "Accepted.", null)
                    : new(status, null, GatewayAnswer.Unreadable, null);
            case HttpStatusCode.Unauthorized:
                return new(
                    status,
                    null,
                    "The gateway does not know this caller: subject, audience or signing secret are not those of its settings.",
                    null
                );
            default:
                var problem = answer.Problem();
                return new(
                    status,
                    null,
                    problem switch
                    {
                        { Title: { } title, Reason: { } reason } => $"{title} ({reason})",
                        { Title: { } title } => title,
                        _ => answer.Otherwise,
                    },
                    problem?.Errors
                );
        }
    }

    private static string? IdOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TestMessageJson.Default.AcceptedMessage)?.Id;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the page sends; the gateway judges it. Not a record: nothing may print the text by accident.</summary>
internal sealed class TestMessage
{
    public string? Recipient { get; init; }

    public string? Body { get; init; }

    public string? Sender { get; init; }

    /// <summary><c>sms</c> or <c>voice</c>.</summary>
    public string? Channel { get; init; }
}

/// <param name="WhyOff">Null when test messages can be sent.</param>
internal sealed record TestMessageState(string? WhyOff);

/// <param name="Status">The gateway's; 0 for none.</param>
/// <param name="Id">The message's, once it is accepted.</param>
/// <param name="Note">In words.</param>
/// <param name="Errors">By field.</param>
internal sealed record TestMessageAnswer(
    int Status,
    string? Id,
    string Note,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors
);

internal sealed record AcceptedMessage(string? Id);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TestMessage))]
[JsonSerializable(typeof(AcceptedMessage))]
internal sealed partial class TestMessageJson : JsonSerializerContext;
