using System.Globalization;
using System.Text.Json;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>One message to one subaccount.</summary>
internal sealed class EightByEightRequest : CarrierRequest
{
    private const int MaxSourceLength = 16;
    private const int MaxClientMessageIdLength = 350;

    private EightByEightMessage? Message { get; init; }

    public static EightByEightRequest Parse(byte[] utf8, bool ownsSubAccount, EightByEightErrors errors)
    {
        EightByEightMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(utf8, EightByEightJson.Default.EightByEightMessage);
        }
        catch (JsonException)
        {
            message = null;
        }

        if (message is null)
        {
            return new EightByEightRequest { Messages = [], Refusal = errors.Code(1000) };
        }

        return new EightByEightRequest
        {
            Message = message,
            Messages = [new ReceivedMessage(message.Destination ?? "", message.Source ?? "", message.Text ?? "")],
            Refusal = (ownsSubAccount ? ErrorOf(message) : 1001) is { } code ? errors.Code(code) : null,
        };
    }

    public override Answer Accept(DateTimeOffset now) => Answer200(now, Outcome.Accepted, "QUEUED", "SMS is accepted and queued for processing");

    public override Answer? RejectInsideSuccess(DateTimeOffset now) => Answer200(now, Outcome.Rejected, "REJECTED", "SMS is rejected");

    private Answer Answer200(DateTimeOffset now, Outcome outcome, string code, string description)
    {
        var answer = new EightByEightAnswer(
            Guid.CreateVersion7(now).ToString(),
            Message!.ClientMessageId,
            Message.Destination!.TrimStart('+'),
            "GSM7",
            new EightByEightStatus(code, description));
        return new Answer(200, outcome, code, JsonSerializer.SerializeToUtf8Bytes(answer, EightByEightJson.Default.EightByEightAnswer));
    }

    private static int? ErrorOf(EightByEightMessage message) => message switch
    {
        { Text: null or "" } => 1004,
        { Source.Length: > MaxSourceLength } => 1005,
        { Encoding: not (null or "AUTO" or "GSM7" or "UCS2") } => 1003,
        { ClientMessageId.Length: > MaxClientMessageIdLength } => 3009,
        { Expiry: { } expiry } when !DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) => 1006,
        _ when !E164.IsNumber(message.Destination, plusRequired: false) => 1002,
        _ => null,
    };
}
