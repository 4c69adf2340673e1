using System.Text.RegularExpressions;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>
/// MessageMedia's answer to outcome. Its errors are texts without codes, so the status decides; see the responses of
/// <c>POST /v1/messages</c> in https://messagemedia.github.io/documentation/. A 400 is everybody's: the <c>details</c> tell
/// whether it is the recipient's or the text's. Account problems appear only in delivery reports.
/// </summary>
internal static partial class MessageMediaStatusMap
{
    public static SendOutcome Map(CarrierResponse response) =>
        response.Status switch
        {
            400 => ByDetails(response.Read(MessageMediaJson.Default.MessageMediaError)?.Details ?? []),
            422 => new SendOutcome.Refused("http-422", "request refused; numbers in Singapore need TLS 1.3"),
            >= 200 and < 300 when AcceptedId(response) is { Length: > 0 } id => new SendOutcome.Accepted(
                CarrierResponse.CleanCode(id)
            ),
            _ => response.ByStatus(),
        };

    private static string? AcceptedId(CarrierResponse response) =>
        response.Read(MessageMediaJson.Default.MessageMediaAnswer) is { Messages: [{ MessageId: { } id }] } ? id : null;

    /// <summary>A detail that names the sender as well is about the sender, one about support or a permission about this carrier.</summary>
    private static SendOutcome ByDetails(IReadOnlyList<string?> details)
    {
        var ofMessage = details.OfType<string>().Where(detail => Message().IsMatch(detail)).ToList();
        return ofMessage.Exists(detail => !Ours().IsMatch(detail))
            ? new SendOutcome.Rejected("http-400", "recipient or text not valid")
            : new SendOutcome.Refused("http-400", "request refused") { OfThisMessage = ofMessage.Count > 0 };
    }

    /// <summary>The recipient or the text; not a header with a similar name.</summary>
    [GeneratedRegex(
        @"\b(?:destination|recipient)(?:[ _-]?(?:number|address))?\b|\bcontent\b(?![ _-]?(?:type|length|encoding|md5))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Message();

    [GeneratedRegex(
        @"\b(?:source|sender|account|route|routing|not enabled|permi(?:tted|ssion)|(?:un)?supported|try again)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Ours();
}
