using System.ComponentModel.DataAnnotations;

namespace SmsGateway.CarrierSimulator.Carriers.Telnyx;

/// <summary>The bearer key and, if the account has one, its messaging profile.</summary>
internal sealed class TelnyxOptions
{
    [Required]
    public string ApiKey { get; set; } = "";

    public string? MessagingProfileId { get; set; }
}

/// <summary>Telnyx Messaging API v2: a bearer key, JSON in and out, one message to one recipient.</summary>
internal sealed class TelnyxApi(TelnyxOptions options) : ICarrierApi
{
    public IReadOnlyList<string> Paths { get; } = ["/v2/messages"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), options.ApiKey)
            ? null
            : TelnyxErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (CarrierRequest.FromJson(body, TelnyxJson.Default.TelnyxRequest) is not { } message)
        {
            return CarrierRequest.Unreadable(TelnyxErrors.Code("10015"));
        }

        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(message.To, message.From ?? message.MessagingProfileId, message.Text)],
            Refusal = ErrorOf(message) is { } code ? TelnyxErrors.Code(code) : null,
            Accept = now => Accept(message, now),
        };
    }

    public Answer Fail(Behaviour behaviour) => TelnyxErrors.For(behaviour);

    private static Answer Accept(TelnyxRequest message, DateTimeOffset now)
    {
        var answer = new TelnyxAnswer(
            new TelnyxMessage
            {
                Id = Guid.CreateVersion7(now).ToString(),
                MessagingProfileId = message.MessagingProfileId,
                From = new TelnyxAddress(message.From, null),
                To = [new TelnyxAddress(message.To, "queued")],
                Text = message.Text!,
                ReceivedAt = now,
            }
        );
        return new Answer(200, Outcome.Accepted, "queued", Answer.Json(answer, TelnyxJson.Default.TelnyxAnswer));
    }

    private string? ErrorOf(TelnyxRequest message) =>
        message switch
        {
            { To: null or "" } => "10004",
            { Type: not (null or "SMS") } => "10015",
            { MessagingProfileId: { } profile } when profile != options.MessagingProfileId => "10006",
            { From: null or "", MessagingProfileId: null } => "40305",
            { From: { } from, MessagingProfileId: null } when from.Any(char.IsAsciiLetter) => "40306",
            _ when !E164.IsNumber(message.To, plusRequired: true) => "40310",
            { Text: null or "" } => "40316",
            _ => null,
        };
}
