using System.Globalization;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>
/// The answer of 8x8's callflows to outcome. Codes from https://developer.8x8.com/connect/docs/voice/error-codes/voice-status-codes:
/// below zero they are its own, others repeat the HTTP status. What happens to the call itself is told elsewhere.
/// </summary>
internal static class EightByEightVoiceStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        var answer = response.Read(EightByEightJson.Default.EightByEightCallAnswer);
        return answer switch
        {
            { SessionStatus: "CREATED" } when response.IsSuccess => new SendOutcome.Accepted(
                CarrierResponse.CleanCode(answer.SessionId)
            ),
            { StatusCode: < 0 and var code } => ByCode(code, response),
            { SessionStatus: "NOT_CREATED" } when response.IsSuccess => new SendOutcome.Refused(
                "NOT_CREATED",
                "refused in a success answer, without a reason"
            ),
            _ => response.ByStatus(),
        };
    }

    private static SendOutcome ByCode(int code, CarrierResponse response)
    {
        var text = code.ToString(CultureInfo.InvariantCulture);
        return (response.Status, code) switch
        {
            // Whatever the code says, these statuses are about us and now.
            (401 or 403 or 429 or >= 500, _) => response.ByStatus(text),
            (_, -1017) => new SendOutcome.Rejected(text, "invalid recipient"),
            (_, -1014) => new SendOutcome.Refused(text, "caller's number refused"),
            (_, -1015) => OfThisMessage("expired at once"),
            (_, -1016) => OfThisMessage("text with characters that this carrier does not speak"),
            (_, -1002) => new SendOutcome.Refused(text, "voice profile not known"),
            (_, -9999) => new SendOutcome.Unavailable(text, "the carrier failed"),
            (_, <= -1001 and >= -1020) => new SendOutcome.Refused(text, "request refused"),
            _ when response.IsSuccess => new SendOutcome.Refused(text, "refused in a success answer"),
            _ => response.ByStatus(text),
        };

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(text, detail) { OfThisMessage = true };
    }
}
