using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Vonage;

/// <summary>
/// Vonage's answer to outcome, of texts and calls. The code is the fragment of the problem's type: a number of
/// https://developer.vonage.com/en/api-errors/messages or a word of https://developer.vonage.com/en/api-errors. Many of the numbers
/// are known from status reports; should an answer have one, it means the same.
/// </summary>
internal static class VonageStatusMap
{
    public static SendOutcome Map(CarrierResponse response)
    {
        if (!response.IsSuccess)
        {
            var problem = response.Read(VonageJson.Default.VonageProblem);
            return ByCode(Code(problem?.Type), problem?.InvalidParameters ?? [], response);
        }

        var answer = response.Read(VonageJson.Default.VonageAnswer);
        return answer switch
        {
            { Status: "failed" or "rejected" or "cancelled" } => new SendOutcome.Refused(
                answer.Status,
                "taken and failed at once"
            ),
            _ when (answer?.MessageUuid ?? answer?.Uuid) is { Length: > 0 } id => new SendOutcome.Accepted(
                CarrierResponse.CleanCode(id)
            ),
            _ => response.ByStatus(),
        };
    }

    private static string? Code(string? type) => CarrierResponse.CleanCode(type?[(type.LastIndexOf('#') + 1)..]);

    private static SendOutcome ByCode(string? code, IReadOnlyList<VonageParameter?> invalid, CarrierResponse response)
    {
        return code switch
        {
            // Whatever the code says, this status means later.
            _ when response.Status == 429 => response.ByStatus(code),
            // No carrier will ever send this.
            "1050" => new SendOutcome.Rejected(code, "recipient is barred"),
            "1170" or "1430" => new SendOutcome.Rejected(code, "invalid recipient"),
            "1190" => new SendOutcome.Rejected(code, "recipient's number is no longer in use"),
            "1240" => new SendOutcome.Rejected(code, "recipient opted out"),
            // Another carrier would only be paid for reaching it, which is what the fraudster wants.
            "1473" => new SendOutcome.Rejected(code, "blocked as message pumping"),
            // These say only that something is wrong; what it is may stand beside them.
            "1020" or "1410" or "invalid-params" => ByParameters(code, invalid),
            null when response.Status is 400 or 422 && invalid.Count > 0 => ByParameters(
                $"http-{response.Status}",
                invalid
            ),
            // Vonage's trouble with this one message.
            "1040" or "1250" or "1251" or "1260" or "1300" => OfThisMessage("recipient cannot be routed to"),
            "1090" => OfThisMessage("text too long for this carrier"),
            "1180" or "1220" => OfThisMessage("handset cannot be reached now"),
            "1200" => OfThisMessage("recipient has changed networks"),
            "1210" or "1282" or "1461" or "1482" or "1483" or "2001" => OfThisMessage("filtered"),
            "1270" or "1280" or "1290" or "1310" => OfThisMessage("recipient's network or contract does not take it"),
            "1330" => OfThisMessage("delivery failed"),
            "1360" => OfThisMessage("expired"),
            "1470" or "1474" or "1475" => OfThisMessage("blocked by the account's fraud rules"),
            "unavailable-legal" => OfThisMessage("not available in this region"),
            // Ours at Vonage: account, sender, request.
            "1060" or "account-suspended" or "application-suspended" => Refused("account or application suspended"),
            "1070" or "low-balance" => Refused("balance or quota used up"),
            "1080" or "1140" or "unprovisioned" or "forbidden" => Refused("not enabled for the account"),
            "1160" => Refused("trial accounts reach listed numbers only"),
            "1120" or "1242" or "1420" or "1476" or "1480" or "1481" or "1484" => Refused("sender refused"),
            "invalid-ip" => Refused("this machine's address is not on the account's list"),
            "1010" or "1130" or "1150" or "1400" or "1440" or "1450" => Refused("request refused"),
            "unauthorized" or "jwt-expired" or "jwt-revoked" or "invalid-api-key" or "invalid-signature" =>
                new SendOutcome.Refused(code, "credentials refused", Credentials: true),
            "1000" or "1241" or "1460" or "1472" or "throttled" => new SendOutcome.Throttled(
                code,
                "too many messages",
                response.RetryAfter
            ),
            "1030" or "1100" or "1230" or "1331" => new SendOutcome.Unavailable(code, "the carrier failed"),
            "1320" => new SendOutcome.Unknown(code, "the carrier says that it has sent it before"),
            _ => response.ByStatus(code),
        };

        SendOutcome Refused(string detail) => new SendOutcome.Refused(code, detail);

        SendOutcome OfThisMessage(string detail) => new SendOutcome.Refused(code, detail) { OfThisMessage = true };
    }

    /// <summary>Only a recipient that alone is wrong is wrong everywhere. Where nothing is named, it usually is the recipient, too.</summary>
    private static SendOutcome ByParameters(string code, IReadOnlyList<VonageParameter?> invalid)
    {
        var names = invalid.Select(parameter => parameter?.Name ?? "").ToList();
        return names.Count > 0 && names.TrueForAll(IsRecipient)
            ? new SendOutcome.Rejected(code, "invalid recipient")
            : new SendOutcome.Refused(code, "request refused")
            {
                OfThisMessage = names.TrueForAll(name => IsRecipient(name) || name is "text"),
            };
    }

    /// <summary>Of a call it is a list: <c>to[0].number</c>.</summary>
    private static bool IsRecipient(string name) =>
        name == "to"
        || name.StartsWith("to.", StringComparison.Ordinal)
        || name.StartsWith("to[", StringComparison.Ordinal);
}
