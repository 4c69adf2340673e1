using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.AzureCommunication;

/// <summary>
/// The answer of Azure Communication Services to outcome. What was taken in is answered with 202, and its recipient has a status of
/// its own, which decides (https://learn.microsoft.com/rest/api/communication/sms/send). There are no codes but these, so of a 400 the
/// text is looked through.
/// </summary>
internal static partial class AzureCommunicationStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        var answer = response.Read(AzureCommunicationJson.Default.AzureCommunicationAnswer);
        return !response.IsSuccess ? response.ByStatus(CodeOf(answer?.Error))
            : answer?.Value is [{ HttpStatusCode: { } status } result, ..] ? OfRecipient(status, result, response)
            : response.ByStatus();
    }

    private static SendOutcome OfRecipient(int status, AzureCommunicationResult result, CarrierResponse response)
    {
        var code = status.ToString(CultureInfo.InvariantCulture);
        var isSuccess = status is >= 200 and < 300;
        if (isSuccess && result.Successful == true)
        {
            return new SendOutcome.Accepted(CarrierResponse.CleanId(result.MessageId));
        }

        if (!isSuccess && OptedOut().IsMatch(result.ErrorMessage ?? ""))
        {
            return new SendOutcome.Rejected(code, "recipient opted out");
        }

        var isRepeatRejected = "rejected".Equals(result.RepeatabilityResult, StringComparison.OrdinalIgnoreCase);
        return status switch
        {
            // Not the recipient's fault: the carrier no longer, or not yet by its clock, tells repetitions of this message, and so
            // has sent nothing now. If it has taken an earlier request, that one's attempt says so.
            >= 400 and < 500 and not (401 or 403 or 404 or 429) when isRepeatRejected => OfThisMessage(
                "the carrier does not recognise repetitions of this message"
            ),
            // The request before this one is still being carried out.
            409 => new SendOutcome.Unknown(code, "an earlier request for this message is at work", SuccessStatus: true),
            400 => OfText(result.ErrorMessage ?? ""),
            404 => new SendOutcome.Refused(code, "sender not known to the resource"),
            _ => OfId(new CarrierResponse(status, response.RetryAfter, default).ByStatus(code)),
        };

        SendOutcome OfText(string text) =>
            Way().IsMatch(text) ? OfThisMessage("no way to the recipient")
            : Ours().IsMatch(text) ? new SendOutcome.Refused(code, "sender or account refused")
            : Recipient().IsMatch(text) ? new SendOutcome.Rejected(code, "invalid recipient")
            : OfThisMessage("request refused");

        // What it answers to an id it answers to each repetition.
        static SendOutcome OfId(SendOutcome outcome) =>
            outcome with
            {
                Declined = outcome is SendOutcome.Throttled or SendOutcome.Unavailable,
            };

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(code, detail) { OfThisMessage = true };
    }

    /// <summary>A word; what holds digits may hold a number.</summary>
    private static string? CodeOf(AzureCommunicationError? error) =>
        error?.Code is { } code && code.All(char.IsAsciiLetter) ? CarrierResponse.CleanCode(code) : null;

    [GeneratedRegex(@"\bblocked for (?:the )?(?:given )?recipient\b|\bopted[ -]?out\b", Options)]
    private static partial Regex OptedOut();

    /// <summary>About how this carrier would get it there; another may have a way.</summary>
    [GeneratedRegex(@"\b(?:country|region|rout(?:e|ing)|(?:un)?supported|repeatability)\b", Options)]
    private static partial Regex Way();

    /// <summary>About the sender or the account, although it stands beside a recipient.</summary>
    [GeneratedRegex(
        @"\b(?:from|sender|source|account|resource|subscription|permi(?:tted|ssion)|api.version|try again)\b",
        Options
    )]
    private static partial Regex Ours();

    /// <summary>Names the recipient beyond doubt: "to" and "number" stand in texts about anything.</summary>
    [GeneratedRegex(@"\bto (?:phone )?number\b|\brecipient\b|\bphone number\b|[""'`]to[""'`]", Options)]
    private static partial Regex Recipient();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
}
