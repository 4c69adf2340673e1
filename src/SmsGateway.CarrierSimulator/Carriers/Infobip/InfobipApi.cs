using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;

namespace SmsGateway.CarrierSimulator.Carriers.Infobip;

/// <summary>The API key.</summary>
internal sealed class InfobipOptions
{
    [Required]
    public string ApiKey { get; set; } = "";
}

/// <summary>
/// Infobip SMS API v3 and its single voice message: an <c>App</c> key, JSON in and out, rejections in a success. A message id
/// that was taken before is rejected, by which callers are spared a second text.
/// </summary>
internal sealed class InfobipApi(InfobipOptions options) : ICarrierApi
{
    private const string CallPath = "/tts/3/single";
    private const int MaxSpokenLength = 1400;

    /// <summary>Beyond them none is remembered: load tests do not try twice.</summary>
    private const int MaxIds = 1_000_000;

    private readonly ConcurrentDictionary<string, bool> _taken = new();

    public IReadOnlyList<string> Paths { get; } = ["/sms/3/messages", CallPath];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "App"), options.ApiKey)
            ? null
            : InfobipErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body) =>
        request.Path.Equals(CallPath, StringComparison.OrdinalIgnoreCase) ? ReadCall(body) : ReadText(body);

    public Answer Fail(Behaviour behaviour) => InfobipErrors.For(behaviour);

    /// <summary>One message to one recipient: batches are not played here.</summary>
    private CarrierRequest ReadText(byte[] body)
    {
        var envelope = CarrierRequest.FromJson(body, InfobipJson.Default.InfobipEnvelope);
        if (envelope?.Messages is not [{ Destinations: [{ } destination] } message])
        {
            return CarrierRequest.Unreadable(InfobipErrors.NotJson);
        }

        return Request(
            new ReceivedMessage(destination.To, message.Sender, message.Content?.Text),
            destination.MessageId,
            message switch
            {
                { Content.Text: null or "" } => Wrong("messages[0].content.text"),
                { Options.ValidityPeriod.TimeUnit: not (null or "SECONDS" or "MINUTES" or "HOURS") } => Wrong(
                    "messages[0].options.validityPeriod.timeUnit"
                ),
                { Options.ValidityPeriod: { Amount: not > 0 } } => Wrong("messages[0].options.validityPeriod.amount"),
                _ => null,
            }
        );
    }

    private CarrierRequest ReadCall(byte[] body)
    {
        if (CarrierRequest.FromJson(body, InfobipJson.Default.InfobipCall) is not { } call)
        {
            return CarrierRequest.Unreadable(InfobipErrors.NotJson);
        }

        return Request(
            new ReceivedMessage(call.To, call.From, call.Text, isVoice: true),
            messageId: null,
            call switch
            {
                { Text: not { Length: > 0 and <= MaxSpokenLength } } => Wrong("text"),
                _ when !E164.IsNumber(call.From, plusRequired: false) => Wrong("from"),
                _ => null,
            }
        );
    }

    private CarrierRequest Request(ReceivedMessage message, string? messageId, Answer? refusal)
    {
        if (refusal is null && !E164.IsNumber(message.Recipient, plusRequired: false))
        {
            refusal = Reject(InfobipStatus.InvalidDestination, Outcome.Rejected);
        }

        return new CarrierRequest
        {
            Messages = [message],
            Refusal = refusal,
            Accept = now =>
                IsNew(messageId)
                    ? Accept(message, messageId ?? Guid.CreateVersion7(now).ToString())
                    : Reject(InfobipStatus.Duplicate, Outcome.Refused),
            // Asked of both magic recipients.
            RejectInsideSuccess = _ =>
                MagicNumbers.Find(message.Recipient) == Behaviour.OptedOut
                    ? Reject(InfobipStatus.DoNotDisturb, Outcome.Rejected)
                    : Reject(InfobipStatus.NoCredit, Outcome.Refused),
        };

        Answer Reject(InfobipStatus status, Outcome outcome) =>
            InfobipErrors.Rejection(status, outcome, messageId, message.Recipient);
    }

    private bool IsNew(string? messageId) =>
        messageId is null || (_taken.Count < MaxIds ? _taken.TryAdd(messageId, true) : !_taken.ContainsKey(messageId));

    private static Answer Accept(ReceivedMessage message, string messageId)
    {
        var item = new InfobipAnswerItem(
            messageId,
            message.IsVoice ? null : message.Recipient,
            message.IsVoice ? message.Recipient : null,
            InfobipStatus.Pending
        );
        return new Answer(
            200,
            Outcome.Accepted,
            InfobipStatus.Pending.Name,
            Answer.Json(new InfobipAnswer(null, [item]), InfobipJson.Default.InfobipAnswer)
        );
    }

    private static Answer Wrong(string property) =>
        InfobipErrors.BadRequest(property, "is missing or not valid", Outcome.Refused);
}
