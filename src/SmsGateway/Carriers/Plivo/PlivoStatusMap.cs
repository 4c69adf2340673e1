using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;

namespace SmsGateway.Carriers.Plivo;

/// <summary>
/// Plivo's answer to outcome. Its errors are texts without codes, so the status decides; see
/// https://www.plivo.com/docs/messaging/api/response. A 400 is everybody's: its text tells whether it is the recipient's or the
/// content's. The codes of https://www.plivo.com/docs/messaging/troubleshooting/error-codes come in delivery reports only.
/// </summary>
internal static partial class PlivoStatusMap
{
    /// <param name="recipient">Whom the text of an error may name by the number alone.</param>
    public static SendOutcome Map(CarrierResponse response, PhoneNumber recipient) =>
        response.Status switch
        {
            400 => ByText(Text(response), recipient),
            // The credentials are right then; the account's list of countries is what Plivo documents to refuse so.
            403 => new SendOutcome.Refused("http-403", "recipient's region is not permitted for the account")
            {
                OfThisMessage = true,
            },
            >= 200 and < 300 => response.Read(PlivoJson.Default.PlivoAnswer) switch
            {
                { MessageUuid: [{ Length: > 0 } id, ..] } => new SendOutcome.Accepted(CarrierResponse.CleanCode(id)),
                { InvalidNumber.Count: > 0 } => new SendOutcome.Rejected("invalid_number", "invalid recipient"),
                _ => response.ByStatus(),
            },
            _ => response.ByStatus(),
        };

    /// <summary>
    /// A text that names the sender, the account or a permission as well is about those; one about the length is about this
    /// carrier's limit.
    /// </summary>
    private static SendOutcome ByText(string text, PhoneNumber recipient)
    {
        var isOfMessage = text.Contains(recipient.Digits, StringComparison.Ordinal) || Message().IsMatch(text);
        return isOfMessage && !Ours().IsMatch(text)
            ? new SendOutcome.Rejected("http-400", "recipient or text not valid")
            : new SendOutcome.Refused("http-400", "request refused") { OfThisMessage = isOfMessage };
    }

    private static string Text(CarrierResponse response) =>
        response.Read(PlivoJson.Default.PlivoError)?.Error switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { } other => other.GetRawText(),
            null => "",
        };

    /// <summary>The recipient or the text; not a header or a setting with a similar name.</summary>
    [GeneratedRegex(
        @"\b(?:dst|destination|recipient|text|content)\b(?![ /_-]?(?:type|encoding|html|plain|json))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Message();

    [GeneratedRegex(
        @"\b(?:src|source|sender|caller|powerpack|account|route|routing|country|countries|region|geo|barred|blocked|not enabled|(?:not )?allowed|permi(?:tted|ssions?)|(?:un)?supported|credits?|balance|limit|length|long|longer|exceed(?:s|ed)?|maximum|try again)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Ours();
}
