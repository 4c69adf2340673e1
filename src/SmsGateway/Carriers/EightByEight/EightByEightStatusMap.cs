using System.Globalization;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>
/// 8x8's answer to outcome. Codes from https://developer.8x8.com/connect/docs/api-error-codes. A 200 can hold a rejection.
/// </summary>
internal static class EightByEightStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        var answer = response.Read(EightByEightJson.Default.EightByEightAnswer);
        if (!response.IsSuccess)
        {
            return answer?.Code is { } code ? ByCode(code, response) : response.ByStatus();
        }

        return answer?.Status?.Code switch
        {
            "QUEUED" => new SendOutcome.Accepted(CarrierResponse.CleanCode(answer.Umid)),
            "REJECTED" => new SendOutcome.Rejected(
                Text(answer.Status.ErrorCode ?? answer.Code) ?? "REJECTED",
                "rejected in a success answer"
            ),
            _ => response.ByStatus(),
        };
    }

    private static SendOutcome ByCode(int code, CarrierResponse response)
    {
        var text = Text(code);
        return (response.Status, code) switch
        {
            // Whatever the code says, this status means later.
            (429, _) => response.ByStatus(text),
            (_, 1002 or 3003) => new SendOutcome.Rejected(text, "invalid recipient"),
            (_, 1004 or 3006) => new SendOutcome.Rejected(text, "text missing or too long"),
            (_, 1009) => new SendOutcome.Rejected(text, "recipient's country not known"),
            (_, 1200 or 1201) => new SendOutcome.Refused(text, "credentials refused", Credentials: true),
            (_, 1005 or 3011) => new SendOutcome.Refused(text, "sender refused"),
            (_, 1001 or 1300) => new SendOutcome.Refused(text, "subaccount not known"),
            (_, 1012) => new SendOutcome.Refused(text, "this machine's address is not on the account's list"),
            (_, 1014) => new SendOutcome.Refused(text, "the carrier asks for TLS 1.3"),
            (_, 1000 or 1003 or 1006 or 2002 or 3009 or 3020) => new SendOutcome.Refused(text, "request refused"),
            (_, 1100 or 1400) => new SendOutcome.Throttled(text, "too many messages", response.RetryAfter),
            (_, 2000) => new SendOutcome.Unavailable(text, "the carrier failed"),
            _ => response.ByStatus(text),
        };
    }

    private static string? Text(int? code) => code?.ToString(CultureInfo.InvariantCulture);
}
