using System.Globalization;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Twilio;

/// <summary>
/// Twilio's answer to outcome. Codes from https://www.twilio.com/docs/api/errors. Recipient-level codes end the message;
/// sender- and account-level ones only end it at Twilio.
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
            21211 or 21217 => new SendOutcome.Rejected(text, "invalid recipient"),
            21214 => new SendOutcome.Rejected(text, "recipient cannot be reached"),
            21610 => new SendOutcome.Rejected(text, "recipient opted out"),
            21612 => new SendOutcome.Rejected(text, "recipient cannot be routed to from this sender"),
            21614 => new SendOutcome.Rejected(text, "recipient cannot take text messages"),
            21408 or 21215 => new SendOutcome.Rejected(text, "recipient's region is not permitted for the account"),
            21635 => new SendOutcome.Rejected(text, "recipient is a landline"),
            30003 or 30005 or 30006 => new SendOutcome.Rejected(text, "recipient cannot be reached"),
            30007 => new SendOutcome.Rejected(text, "filtered"),
            30450 => new SendOutcome.Rejected(text, "blocked as message pumping"),
            21216 => new SendOutcome.Rejected(text, "recipient is blocked"),
            20003 => new SendOutcome.Refused(text, "credentials refused", Credentials: true),
            20404 => new SendOutcome.Refused(text, "account not known"),
            10001 or 30002 => new SendOutcome.Refused(text, "account not active"),
            21608 => new SendOutcome.Refused(text, "trial accounts reach verified numbers only"),
            21212 or 21606 or 21266 or 21267 or 21659 or 21660 or 21661 or 30034 => new SendOutcome.Refused(
                text,
                "sender refused"
            ),
            20429 => new SendOutcome.Throttled(text, "too many concurrent requests", response.RetryAfter),
            21611 or 30001 or 30022 => new SendOutcome.Throttled(text, "queue full", response.RetryAfter),
            30008 => new SendOutcome.Unavailable(text, "unknown error"),
            21602 or 21617 => new SendOutcome.Rejected(text, "text missing or too long"),
            // Taken, with an error that this table does not know: it will not arrive.
            _ when response.IsSuccess => new SendOutcome.Refused(text, "taken and failed at once"),
            _ => response.ByStatus(text),
        };
    }
}
