using System.Text.RegularExpressions;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Sinch;

/// <summary>
/// Sinch's answer to outcome. Codes from https://developers.sinch.com/docs/sms/api-reference/status-codes. Those of a 400 say that a
/// field is wrong and only the text beside them says which. Whom the carrier cannot reach, or who opted out, shows only in its
/// delivery reports, as does an account without credit.
/// </summary>
internal static partial class SinchStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        if (response.IsSuccess)
        {
            return response.Read(SinchJson.Default.SinchAnswer)?.Id is { Length: > 0 } id
                ? new SendOutcome.Accepted(CarrierResponse.CleanCode(id))
                : response.ByStatus();
        }

        var error = response.Read(SinchJson.Default.SinchError);
        return ByCode(
            CarrierResponse.CleanCode(error?.Code ?? error?.Error?.Status),
            error?.Text ?? error?.Error?.Message ?? "",
            response
        );
    }

    private static SendOutcome ByCode(string? code, string text, CarrierResponse response) =>
        code switch
        {
            // Whatever the code says, this status means later.
            _ when response.Status == 429 => response.ByStatus(code),
            "syntax_invalid_parameter_format" => ByText(code, text, ofThisMessage: true),
            "syntax_constraint_violation" or "INVALID_ARGUMENT" => ByText(code, text, ofThisMessage: false),
            // It depends on the region of the service plan, so another carrier may well take it. The older documents misspell it.
            "illegal_number_type" or "llegal_number_type" => new SendOutcome.Refused(
                code,
                "kind of number not served in this region"
            )
            {
                OfThisMessage = true,
            },
            // With 403, and yet no matter of credentials.
            "blocked_account" => new SendOutcome.Refused(code, "account blocked"),
            "missing_callback_url" => new SendOutcome.Refused(code, "the service plan has no address for the reports"),
            "unknown_group" or "unknown_campaign" or "syntax_invalid_json" => new SendOutcome.Refused(
                code,
                "request refused"
            ),
            _ => response.ByStatus(code),
        };

    /// <param name="ofThisMessage">Whether it is about this message when the text does not tell.</param>
    private static SendOutcome ByText(string code, string text, bool ofThisMessage)
    {
        var isOurs = Ours().IsMatch(text);
        return !isOurs && Recipient().IsMatch(text)
            ? new SendOutcome.Rejected(code, "invalid recipient")
            : new SendOutcome.Refused(code, isOurs ? "sender or another setting refused" : "request refused")
            {
                OfThisMessage = !isOurs && (ofThisMessage || Body().IsMatch(text)),
            };
    }

    /// <summary>The field in quotes or with an index: the word alone is in every other sentence.</summary>
    [GeneratedRegex(
        @"\b(?:msisdn|recipients?|destination)\b|[""'`]to(?:[""'`]|\[)|\bto\[",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Recipient();

    [GeneratedRegex(@"[""'`]body[""'`]|\bmessage body\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Body();

    [GeneratedRegex(
        @"\b(?:from|sender|originator|source|expire_at|client_reference|delivery_report|callback(?:_url)?|campaign|account|service plan)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Ours();
}
