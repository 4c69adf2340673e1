using System.Globalization;

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
            return response.Read(TwilioJson.Default.TwilioError)?.Code is { } code ? ByCode(code, response) : response.ByStatus();
        }

        var answer = response.Read(TwilioJson.Default.TwilioAnswer);
        return answer switch
        {
            { ErrorCode: { } code } => ByCode(code, response),
            { Status: "failed" or "undelivered" or "canceled" } => new SendOutcome.Refused(answer.Status, "taken and failed at once"),
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
            20429 => new SendOutcome.Throttled(text, "too many concurrent requests", response.RetryAfter),
            21611 or 30001 or 30022 => new SendOutcome.Throttled(text, "queue full", response.RetryAfter),
            30008 => new SendOutcome.Unavailable(text, "unknown error"),
            21602 or 21617 => new SendOutcome.Rejected(text, "text missing or too long"),
            _ => response.Status switch
            {
                429 => new SendOutcome.Throttled(text, "too many requests", response.RetryAfter),
                401 => new SendOutcome.Refused(text, "credentials refused", Credentials: true),
                >= 500 => new SendOutcome.Unavailable(text, "the carrier failed"),
                _ => new SendOutcome.Refused(text, "account, sender or request refused"),
            },
        };
    }
}
