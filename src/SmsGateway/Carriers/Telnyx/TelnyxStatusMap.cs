using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Telnyx;

/// <summary>
/// Telnyx's answer to outcome. Codes from https://developers.telnyx.com/docs/messaging/messages/error-codes and
/// https://developers.telnyx.com/development/api-fundamentals/api-errors; which status comes with which code is not documented, so
/// the code decides. Those under 40100 are known from delivery reports, and read here should an answer carry them.
/// </summary>
internal static class TelnyxStatusMap
{
    private const int CodeLength = 5;

    public static SendOutcome Map(CarrierResponse response)
    {
        var answer = response.Read(TelnyxJson.Default.TelnyxAnswer);
        if (First(response.IsSuccess ? answer?.Data?.Errors : answer?.Errors) is { } error)
        {
            return ByCode(error.Code!, error.Source?.Pointer, response);
        }

        return answer?.Data switch
        {
            { To: [{ Status: "sending_failed" or "delivery_failed" or "expired" } recipient, ..] }
                when response.IsSuccess => TakenAndFailed(recipient.Status),
            { Errors: [_, ..] } when response.IsSuccess => TakenAndFailed(null),
            { Id: { Length: > 0 } id } when response.IsSuccess => new SendOutcome.Accepted(
                CarrierResponse.CleanCode(id)
            ),
            _ => response.ByStatus(),
        };
    }

    private static SendOutcome ByCode(string code, string? field, CarrierResponse response)
    {
        return code switch
        {
            "10002" or "10016" when field?.Contains("from", StringComparison.OrdinalIgnoreCase) == true => Refused(
                "sender refused"
            ),
            // No carrier will ever send this: the number is none, takes no texts, or does not want ours.
            "10002" or "10016" or "40310" => Rejected("invalid recipient"),
            "40012" => Rejected("recipient is not known to its network"),
            "40300" => Rejected("recipient opted out"),
            "40316" => Rejected("text missing"),
            "40001" => new SendOutcome.Rejected(code, "recipient is a landline or takes no texts")
            {
                IsLandline = true,
            },
            // Ours or this carrier's: another account, sender or network may do.
            "10009" or "10010" or "20002" or "20006" => new SendOutcome.Refused(
                code,
                "credentials refused",
                Credentials: true
            ),
            "20012" or "20013" or "20014" or "20015" or "20016" or "20017" or "40314" => Refused("account not active"),
            "20100" => Refused("no funds"),
            "40333" => Refused("the profile's spend limit is reached"),
            // All one-time codes of the account are stopped for a day: not this recipient's fault.
            "40020" => Refused("account blocked as message pumping"),
            "10005" or "10006" or "40311" or "40312" or "40313" => Refused("messaging profile refused"),
            "40003" or "40010" or "40013" or "40019" or "40100" or "40150" or "40151" => Refused("sender refused"),
            "40305" or "40306" or "40307" or "40315" or "40320" or "40321" or "40325" or "40329" or "40330" => Refused(
                "sender refused"
            ),
            "10003" or "10004" or "10015" or "40304" or "40308" or "40317" => Refused("request refused"),
            "40309" or "40331" => OfThisMessage("recipient's region is not permitted for the profile"),
            "40301" or "40319" => OfThisMessage("recipient cannot be reached from this sender"),
            "10001" or "40004" or "40008" => OfThisMessage("recipient cannot be reached by this carrier"),
            "40302" or "40328" => OfThisMessage("text too long for this carrier"),
            "40002" or "40009" or "40015" or "40017" or "40322" => OfThisMessage("filtered"),
            "40005" or "40014" => OfThisMessage("expired at the carrier"),
            "10011" or "40011" or "40016" or "40018" => Throttled("too many messages"),
            "40318" => Throttled("queue full"),
            "10007" or "10008" or "10037" => new SendOutcome.Unavailable(code, "the carrier failed"),
            "40006" => new SendOutcome.Unavailable(code, "the recipient's network is not available"),
            // Taken, with an error that this table does not know: it will not arrive.
            _ when response.IsSuccess => TakenAndFailed(code),
            _ => response.ByStatus(code),
        };

        SendOutcome Rejected(string detail) => new SendOutcome.Rejected(code, detail);

        SendOutcome Refused(string detail) => new SendOutcome.Refused(code, detail);

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(code, detail) { OfThisMessage = true };

        SendOutcome Throttled(string detail) => new SendOutcome.Throttled(code, detail, response.RetryAfter);
    }

    private static SendOutcome.Refused TakenAndFailed(string? code) => new(code, "taken and failed at once");

    /// <summary>The first whose code is one; what is not may hold anything.</summary>
    private static TelnyxError? First(IReadOnlyList<TelnyxError?>? errors) =>
        errors?.FirstOrDefault(error => error?.Code is { Length: CodeLength } code && code.All(char.IsAsciiDigit));
}
