using System.Text.Json.Nodes;
using SmsGateway.Admission;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>What operators are shown of admission, as JSON; the names are a contract.</summary>
internal static class AdmissionBodies
{
    public static JsonObject Items(IEnumerable<JsonObject> items) => new() { ["items"] = new JsonArray([.. items]) };

    public static JsonObject Of(AdmissionEntry entry, bool reveal) =>
        new()
        {
            [EntryOrder.NameOf(entry.Kind)] = reveal ? entry.Value : Masked(entry.Kind, entry.Value),
            ["until"] = entry.Until,
            ["reason"] = entry.Reason,
            ["since"] = entry.Since,
        };

    public static JsonObject Of(AdmissionRecord record) =>
        new()
        {
            ["at"] = record.At,
            ["rule"] = record.Rule,
            ["result"] = record.IsRefused ? "refused" : "recorded",
            ["caller"] = record.Caller,
            ["region"] = record.Region,
            ["recipient"] = record.Recipient.Length == 0 ? null : record.Recipient,
            ["network"] = record.Network,
            ["heldUntil"] = record.HeldUntil,
        };

    public static JsonObject Of(AdmissionRequest request, AdmissionLook look)
    {
        var (decision, retryAfter, isTrusted, isTestNumber) = look;
        return new JsonObject
        {
            ["decision"] = decision.IsAdmitted ? "admitted" : "refused",
            ["rule"] = decision.IsAdmitted ? null : AdmissionRules.ReasonOf(decision.RefusedBy),
            ["retryAfter"] = retryAfter == TimeSpan.Zero ? null : (long)Math.Ceiling(retryAfter.TotalSeconds),
            ["recorded"] = new JsonArray([
                .. decision.Recorded.Rules.Select(rule => JsonValue.Create(AdmissionRules.ReasonOf(rule))),
            ]),
            ["onAllowList"] = isTrusted,
            ["testNumber"] = isTestNumber,
            ["region"] = request.Region,
            ["kind"] = request.Recipient.Kind.ToString(),
            ["caller"] = request.Caller.Length == 0 ? null : request.Caller,
        };
    }

    /// <summary>For lists and logs. A prefix stays as it is, unless somebody has the number that it is itself.</summary>
    public static string Masked(EntryKind kind, string value) =>
        kind is EntryKind.Number or EntryKind.Prefix
        && PhoneNumber.TryReadE164(value, out var number)
        && (kind == EntryKind.Number || number.IsInUse)
            ? number.ToString()
            : value;
}
