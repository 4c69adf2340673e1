using System.ComponentModel.DataAnnotations;

namespace SmsGateway.CarrierSimulator.Carriers.Plivo;

/// <summary>The account in the path and its token.</summary>
internal sealed class PlivoOptions
{
    [Required]
    public string AuthId { get; set; } = "";

    [Required]
    public string AuthToken { get; set; } = "";
}

/// <summary>Plivo Message API v1: Basic credentials, JSON in and out, one message to one recipient.</summary>
internal sealed class PlivoApi(PlivoOptions options) : ICarrierApi
{
    private const int MaxTextLength = 1600;

    private readonly string _basic = AuthorizationHeader.Basic(options.AuthId, options.AuthToken);

    public IReadOnlyList<string> Paths { get; } = ["/v1/Account/{account}/Message/"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Basic"), _basic)
            ? null
            : PlivoErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (CarrierRequest.FromJson(body, PlivoJson.Default.PlivoMessage) is not { } message)
        {
            return CarrierRequest.Unreadable(PlivoErrors.BadRequest("invalid_parameter"));
        }

        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(message.Dst, message.Src ?? message.PowerpackUuid, message.Text)],
            Refusal =
                (string)request.RouteValues["account"]! == options.AuthId ? ErrorOf(message) : PlivoErrors.NotFound,
            Accept = now => new Answer(
                202,
                Outcome.Accepted,
                "queued",
                Answer.Json(
                    new PlivoAnswer("message(s) queued", [Guid.CreateVersion7(now).ToString()], PlivoErrors.ApiId),
                    PlivoJson.Default.PlivoAnswer
                )
            ),
        };
    }

    public Answer Fail(Behaviour behaviour) => PlivoErrors.For(behaviour);

    private static Answer? ErrorOf(PlivoMessage message) =>
        message switch
        {
            { Src: null or "", PowerpackUuid: null or "" } => PlivoErrors.BadRequest("src parameter not present"),
            { Src: { Length: > 0 }, PowerpackUuid: { Length: > 0 } } => PlivoErrors.BadRequest(
                "both powerpack_uuid and src cannot be specified"
            ),
            { Text: not { Length: > 0 and <= MaxTextLength } } => PlivoErrors.BadRequest(
                $"text must not exceed {MaxTextLength} characters"
            ),
            { Type: not (null or "sms") } => PlivoErrors.BadRequest("invalid type"),
            { MessageExpiry: not (null or (>= 5 and <= 10_799)) } => PlivoErrors.BadRequest("invalid message_expiry"),
            _ when !E164.IsNumber(message.Dst, plusRequired: false) => PlivoErrors.InvalidRecipient(message.Dst),
            _ => null,
        };
}
