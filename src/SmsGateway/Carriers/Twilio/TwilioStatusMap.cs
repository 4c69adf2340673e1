using System.Globalization;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Twilio;

/// <summary>
/// Twilio's answer to outcome. Codes from https://www.twilio.com/docs/api/errors. Only what no carrier will ever send ends the
/// message; a region, a sender or an account that Twilio refuses ends it at Twilio.
/// </summary>
internal static class TwilioStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        if (!response.IsSuccess)
        {
            return response.Read(TwilioJson.Default.TwilioError)?.Code is { } code
                ? ByCode(code, response)
                : response.ByStatus();
        }

        var answer = response.Read(TwilioJson.Default.TwilioAnswer);
        return answer switch
        {
            { ErrorCode: { } code } => ByCode(code, response),
            { Status: "failed" or "undelivered" or "canceled" } => new SendOutcome.Refused(
                answer.Status,
                "taken and failed at once"
            ),
            { Sid: { Length: > 0 } sid } => new SendOutcome.Accepted(CarrierResponse.CleanCode(sid)),
            _ => response.ByStatus(),
        };
    }

    private static SendOutcome ByCode(int code, CarrierResponse response)
    {
        var text = code.ToString(CultureInfo.InvariantCulture);
        return code switch
        {
            // No carrier will ever send this: the number is none, takes no texts, or does not want ours.
            21211 or 21217 => new SendOutcome.Rejected(text, "invalid recipient"),
            21265 => new SendOutcome.Rejected(text, "recipient is a short code"),
            21268 => new SendOutcome.Rejected(text, "recipient is a premium number"),
            21610 => new SendOutcome.Rejected(text, "recipient opted out"),
            21614 => Landline("recipient cannot take text messages"),
            21635 => Landline("recipient is a landline"),
            30005 => new SendOutcome.Rejected(text, "recipient is not known to its network"),
            30006 => Landline("recipient is a landline or out of reach of every network"),
            // The carrier takes the number for a fraudster's: paying another one to reach it is what the fraudster wants.
            30450 => new SendOutcome.Rejected(text, "blocked as message pumping"),
            21602 => new SendOutcome.Rejected(text, "text missing"),
            // Ours or this carrier's: another account, sender or network may do.
            20003 => new SendOutcome.Refused(text, "credentials refused", Credentials: true),
            20404 => new SendOutcome.Refused(text, "account not known"),
            10001 or 30002 => new SendOutcome.Refused(text, "account not active"),
            21608 or 21219 => new SendOutcome.Refused(text, "trial accounts reach verified numbers only"),
            21408 or 21215 => OfThisMessage("recipient's region is not permitted for the account"),
            21216 => OfThisMessage("the account may not call this recipient"),
            21612 => OfThisMessage("recipient cannot be routed to from this sender"),
            21214 => OfThisMessage("recipient cannot be reached by this carrier"),
            21210 or 21212 or 21606 or 21266 or 21267 or 21659 or 21660 or 21661 or 30034 => new SendOutcome.Refused(
                text,
                "sender refused"
            ),
            21617 => OfThisMessage("text too long for this carrier"),
            30004 or 30007 => OfThisMessage("filtered"),
            20429 => new SendOutcome.Throttled(text, "too many concurrent requests", response.RetryAfter),
            21611 or 30001 or 30022 => new SendOutcome.Throttled(text, "queue full", response.RetryAfter),
            30003 => OfThisMessage("handset cannot be reached now"),
            30008 => new SendOutcome.Unavailable(text, "unknown error"),
            // Taken, with an error that this table does not know: it will not arrive.
            _ when response.IsSuccess => new SendOutcome.Refused(text, "taken and failed at once"),
            _ => response.ByStatus(text),
        };

        SendOutcome Landline(string detail) => new SendOutcome.Rejected(text, detail) { IsLandline = true };

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(text, detail) { OfThisMessage = true };
    }
}
