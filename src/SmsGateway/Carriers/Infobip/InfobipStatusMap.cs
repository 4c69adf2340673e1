using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Infobip;

/// <summary>
/// Infobip's answer to outcome. Status groups and ids from
/// https://www.infobip.com/docs/essentials/api-essentials/response-status-and-error-codes; its rejections come in a 200. Errors
/// have two forms, and a 400 is everybody's: the fields that it names tell whether it is the recipient's.
/// </summary>
internal static partial class InfobipStatusMap
{
    public static SendOutcome Map(CarrierResponse response) =>
        response.IsSuccess ? ByAnswer(response) : ByError(response);

    private static SendOutcome ByAnswer(CarrierResponse response) =>
        response.Read(InfobipJson.Default.InfobipAnswer) is { Messages: [{ Status: { } status } message] }
            ? (status.GroupId, status.Id) switch
            {
                // An earlier try of this message was taken, and its answer lost.
                (_, 23) or (0 or 1 or 3, _) => new SendOutcome.Accepted(CarrierResponse.CleanCode(message.MessageId)),
                (2 or 4 or 5, { } id) => ById(id),
                (2 or 4 or 5, null) => new SendOutcome.Refused(
                    "REJECTED",
                    "rejected in a success answer, without a reason"
                ),
                _ => response.ByStatus(),
            }
            : response.ByStatus();

    private static SendOutcome ById(int id)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        return id switch
        {
            // No carrier will ever send this: the number is none, or does not want it.
            8 or 52 => new SendOutcome.Rejected(text, "invalid recipient"),
            10 => new SendOutcome.Rejected(text, "recipient does not want messages"),
            14 => new SendOutcome.Rejected(text, "recipient is on a block list"),
            // The carrier takes the number for a fraudster's: paying another one to reach it is what the fraudster wants.
            87 => new SendOutcome.Rejected(text, "blocked as fraud"),
            // An operator behind this carrier: another one may have another way.
            4 or 9 or 31 => OfThisMessage("not delivered by the operator"),
            6 or 16 => OfThisMessage("recipient's network is not permitted or not reached"),
            15 or 22 or 29 => OfThisMessage("expired at once"),
            25 => OfThisMessage("text too long for this carrier"),
            11 or 13 => new SendOutcome.Refused(text, "sender refused"),
            12 or 17 => new SendOutcome.Refused(text, "no credit"),
            18 => new SendOutcome.Refused(text, "trial accounts reach registered numbers only"),
            19 => new SendOutcome.Refused(text, "the account has no route"),
            24 or 51 => new SendOutcome.Refused(text, "request refused"),
            20 => new SendOutcome.Throttled(text, "too many texts to this number") { Declined = true },
            21 or 100 => new SendOutcome.Unavailable(text, "the carrier failed") { Declined = true },
            _ => new SendOutcome.Refused(text, "rejected in a success answer"),
        };

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(text, detail) { OfThisMessage = true };
    }

    private static SendOutcome ByError(CarrierResponse response)
    {
        var error = response.Read(InfobipJson.Default.InfobipError);
        var older = error?.RequestError?.ServiceException;
        var code = CarrierResponse.CleanCode(error?.ErrorCode) ?? CarrierResponse.CleanCode(older?.MessageId);
        return response.Status switch
        {
            400 => ByFields(
                code ?? "http-400",
                [
                    .. error?.Violations?.Select(violation => violation?.Property).OfType<string>() ?? [],
                    .. older?.ValidationErrors?.Keys ?? [],
                ]
            ),
            // Of a key that is known: its scope, the address it comes from, or a product that the account has not.
            403 => new SendOutcome.Refused(code ?? "http-403", "not permitted for the account"),
            _ => response.ByStatus(code),
        };
    }

    /// <summary>The carrier refuses a request for every fault in it, so a fault of ours beside the recipient's counts.</summary>
    private static SendOutcome ByFields(string code, string[] fields) =>
        fields.Length > 0 && Array.TrueForAll(fields, Recipient().IsMatch)
            ? new SendOutcome.Rejected(code, "invalid recipient")
            : new SendOutcome.Refused(code, "request refused") { OfThisMessage = fields.Any(Message().IsMatch) };

    [GeneratedRegex(@"(?:\A|\.)to\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Recipient();

    [GeneratedRegex(@"(?:\A|\.)(?:to|text)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Message();
}
