using System.Collections.Frozen;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>Reads whose message it is that admission is asked about.</summary>
internal static class LookOrder
{
    private const string Recipient = "recipient";
    private const string Caller = "caller";
    private const string Ip = "ip";
    private const string UserId = "userId";

    private const int MaxUserId = 256;

    public static IReadOnlyList<string> Fields { get; } = [Recipient, Caller, Ip, UserId];

    /// <returns>The message, and the caller's own list of regions; null when the fields have mistakes.</returns>
    public static (AdmissionRequest Request, IReadOnlySet<string> Regions)? Read(
        OrderFields fields,
        IReadOnlyList<CallerOptions> callers
    )
    {
        PhoneNumber recipient = default;
        if (fields.Find(Recipient) is not { } text)
        {
            if (fields.Errors.Count == 0)
            {
                fields.Error(Recipient, "is required");
            }
        }
        else if (!PhoneNumber.TryParse(text, out recipient))
        {
            fields.Error(Recipient, EntryRules.MistakeOf(EntryKind.Number, text));
        }

        var caller = CallerOf(fields, callers);
        var ip = AdmissionRequest.ReadIp(fields.Find(Ip));
        if (ip is null && fields.Find(Ip) is not null)
        {
            fields.Error(Ip, "must be an address, such as 203.0.113.7");
        }

        var user = fields.Find(UserId);
        if (user?.Length > MaxUserId)
        {
            fields.Error(UserId, $"must have at most {MaxUserId} characters");
        }

        return fields.Errors.Count == 0
            ? (
                new AdmissionRequest(caller?.Name ?? "", recipient, recipient.Region, ip, user),
                caller?.Regions ?? FrozenSet<string>.Empty
            )
            : null;
    }

    /// <returns>Null when it is not said and there are several: the rules on callers are not asked then.</returns>
    private static CallerOptions? CallerOf(OrderFields fields, IReadOnlyList<CallerOptions> callers) =>
        fields.Find(Caller) is { } name ? fields.Known(Caller, name, callers, caller => caller.Name)
        : callers is [var only] ? only
        : null;
}
