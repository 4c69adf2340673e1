using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>The subaccount in the path and the bearer key.</summary>
internal sealed class EightByEightOptions
{
    [Required]
    public string SubAccountId { get; set; } = "";

    [Required]
    public string ApiKey { get; set; } = "";
}

/// <summary>8x8 Connect SMS: a bearer key, JSON in and out, one message to one subaccount.</summary>
internal sealed class EightByEightApi(EightByEightOptions options, TimeProvider time) : ICarrierApi
{
    private const int MaxSourceLength = 16;
    private const int MaxClientMessageIdLength = 350;

    private readonly EightByEightErrors _errors = new(time);

    public IReadOnlyList<string> Paths { get; } = ["/api/v1/subaccounts/{account}/messages"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), options.ApiKey)
            ? null
            : _errors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (CarrierRequest.FromJson(body, EightByEightJson.Default.EightByEightMessage) is not { } message)
        {
            return CarrierRequest.Unreadable(_errors.Code(1000));
        }

        var ownsSubAccount = (string)request.RouteValues["account"]! == options.SubAccountId;
        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(message.Destination, message.Source, message.Text)],
            Refusal = (ownsSubAccount ? ErrorOf(message) : 1001) is { } code ? _errors.Code(code) : null,
            Accept = now =>
                Answer200(message, now, Outcome.Accepted, "QUEUED", "SMS is accepted and queued for processing"),
            RejectInsideSuccess = now => Answer200(message, now, Outcome.Refused, "REJECTED", "SMS is rejected"),
        };
    }

    public Answer Fail(Behaviour behaviour) => _errors.For(behaviour);

    private static Answer Answer200(
        EightByEightMessage message,
        DateTimeOffset now,
        Outcome outcome,
        string code,
        string description
    )
    {
        var answer = new EightByEightAnswer(
            Guid.CreateVersion7(now).ToString(),
            message.ClientMessageId,
            message.Destination!.TrimStart('+'),
            "GSM7",
            new EightByEightStatus(code, description)
        );
        return new Answer(200, outcome, code, Answer.Json(answer, EightByEightJson.Default.EightByEightAnswer));
    }

    private static int? ErrorOf(EightByEightMessage message) =>
        message switch
        {
            { Text: null or "" } => 1004,
            { Source.Length: > MaxSourceLength } => 1005,
            { Encoding: not (null or "AUTO" or "GSM7" or "UCS2") } => 1003,
            { ClientMessageId.Length: > MaxClientMessageIdLength } => 3009,
            { Expiry: { } expiry }
                when !DateTimeOffset.TryParse(
                    expiry,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind,
                    out _
                ) => 1006,
            _ when !E164.IsNumber(message.Destination, plusRequired: false) => 1002,
            _ => null,
        };
}
