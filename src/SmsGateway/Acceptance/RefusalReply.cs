using System.Globalization;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

/// <summary>What a caller is told of a message that is not sent: which rule it was, and none of its numbers.</summary>
internal static class RefusalReply
{
    /// <param name="refusal">Why it is not sent.</param>
    /// <param name="id">What it would have been called, for an answer that does not tell.</param>
    public static HttpReply Of(AdmissionRefusal refusal, MessageId id) =>
        refusal.IsQuiet ? HttpReply.Id(id.ToString())
        : AdmissionRules.IsLimit(refusal.Rule)
            ? HttpReply.Refusal(
                429,
                "The message is not sent: a limit is reached.",
                refusal.Reason,
                new KeyValuePair<string, string>("Retry-After", Seconds(refusal.RetryAfter))
            )
        : HttpReply.Refusal(403, "The message is not sent: it is not allowed here.", refusal.Reason);

    private static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
