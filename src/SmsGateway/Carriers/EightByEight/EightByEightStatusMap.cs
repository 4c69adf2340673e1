using System.Globalization;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>
/// 8x8's answer to outcome. Codes from https://developer.8x8.com/connect/docs/api-error-codes and, for a rejection inside a 200,
/// https://developer.8x8.com/connect/docs/delivery-receipts-error-codes. A rejection that gives no reason may be about our
/// account as well: only a reason that no other carrier would find otherwise ends the message.
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
            "REJECTED" when answer.Status.ErrorCode is { } reason => ByReason(reason),
            "REJECTED" when answer.Code is { } code => ByCode(code, response),
            "REJECTED" => new SendOutcome.Refused("REJECTED", "rejected in a success answer, without a reason"),
            _ => response.ByStatus(),
        };
    }

    private static SendOutcome ByReason(int reason) =>
        reason switch
        {
            13 or 15 or 55 or 59 => new SendOutcome.Rejected(Text(reason), "invalid recipient"),
            31 => new SendOutcome.Rejected(Text(reason), "recipient is a premium number"),
            37 => new SendOutcome.Rejected(Text(reason), "recipient cannot take text messages") { IsLandline = true },
            11 or 35 or 50 => new SendOutcome.Throttled(Text(reason), "too many messages"),
            _ => new SendOutcome.Refused(Text(reason), "rejected in a success answer"),
        };

    private static SendOutcome ByCode(int code, CarrierResponse response)
    {
        var text = Text(code);
        return (response.Status, code) switch
        {
            // Whatever the code says, this status means later.
            (429, _) => response.ByStatus(text),
            (_, 1002) => new SendOutcome.Rejected(text, "invalid recipient"),
            (_, 1004) => new SendOutcome.Rejected(text, "invalid text"),
            (_, 3006) => OfThisMessage("text too long for this carrier"),
            // 1002 is its word for a number that is none; this one also means numbers that it has no way to.
            (_, 3003) => OfThisMessage("recipient cannot be reached by this carrier"),
            // No country is sent, so the number itself is not the trouble.
            (_, 1009 or 3018) => OfThisMessage("country refused"),
            (_, 1200 or 1201) => new SendOutcome.Refused(text, "credentials refused", Credentials: true),
            (_, 1005 or 3011) => new SendOutcome.Refused(text, "sender refused"),
            (_, 1001 or 1300) => new SendOutcome.Refused(text, "subaccount not known"),
            (_, 1012) => new SendOutcome.Refused(text, "this machine's address is not on the account's list"),
            (_, 1014) => new SendOutcome.Refused(text, "the carrier asks for TLS 1.3"),
            (_, 1000 or 1003 or 1006 or 2002 or 3009 or 3020) => new SendOutcome.Refused(text, "request refused"),
            (_, 1100 or 1400) => new SendOutcome.Throttled(text, "too many messages", response.RetryAfter),
            (_, 2000) => new SendOutcome.Unavailable(text, "the carrier failed"),
            _ when response.IsSuccess => new SendOutcome.Refused(text, "rejected in a success answer"),
            _ => response.ByStatus(text),
        };

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(text, detail) { OfThisMessage = true };
    }

    private static string? Text(int? code) => code?.ToString(CultureInfo.InvariantCulture);
}
