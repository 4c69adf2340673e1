using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>Twilio's errors by code (https://www.twilio.com/docs/api/errors), in its envelope. Built once.</summary>
internal static class TwilioErrors
{
    private static readonly FrozenDictionary<int, Answer> ByCode = new[]
    {
        Error(401, 20003, Outcome.Refused, "Authenticate"),
        Error(404, 20404, Outcome.Refused, "The requested resource was not found"),
        Error(429, 20429, Outcome.Throttled, "Too Many Requests"),
        Error(500, 20500, Outcome.Unavailable, "Internal Server Error"),
        Error(503, 20503, Outcome.Unavailable, "Service Unavailable"),
        Error(400, 21210, Outcome.Refused, "'From' phone number not verified"),
        Error(400, 21211, Outcome.Rejected, "Invalid 'To' phone number"),
        Error(400, 21212, Outcome.Refused, "Invalid 'From' phone number"),
        Error(400, 21214, Outcome.Rejected, "'To' phone number cannot be reached"),
        Error(400, 21215, Outcome.Rejected, "Geographic permission is not enabled for this call"),
        Error(400, 21216, Outcome.Rejected, "Call blocked: the number is on the block list"),
        Error(400, 21217, Outcome.Rejected, "Phone number does not appear to be valid"),
        Error(400, 21408, Outcome.Rejected, "Permission to send an SMS has not been enabled for the region of the 'To' number"),
        Error(400, 21602, Outcome.Refused, "Message body is required"),
        Error(400, 21603, Outcome.Refused, "A 'From' phone number is required"),
        Error(400, 21604, Outcome.Refused, "A 'To' phone number is required"),
        Error(400, 21606, Outcome.Refused, "The 'From' phone number is not a valid, SMS-capable number of the account"),
        Error(400, 21610, Outcome.Rejected, "Attempt to send to unsubscribed recipient"),
        Error(400, 21611, Outcome.Throttled, "This 'From' number has exceeded the maximum number of queued messages"),
        Error(400, 21612, Outcome.Rejected, "The 'To' phone number is not currently reachable from this 'From' number"),
        Error(400, 21614, Outcome.Rejected, "'To' number is not a valid mobile number"),
        Error(400, 21617, Outcome.Rejected, "The concatenated message body exceeds the 1600 character limit"),
    }.ToFrozenDictionary(error => error.Code, error => error.Answer);

    private static readonly Answer ThrottledWithRetryAfter =
        Error(429, 20429, Outcome.Throttled, "Too Many Requests", Answer.RetryAfterOf(Behaviour.ThrottledWithRetryAfter)).Answer;

    public static Answer Code(int code) => ByCode[code];

    public static Answer For(Behaviour behaviour) => behaviour switch
    {
        Behaviour.InvalidNumber => Code(21211),
        Behaviour.OptedOut => Code(21610),
        Behaviour.Unroutable => Code(21612),
        Behaviour.CredentialsRefused => Code(20003),
        Behaviour.Throttled => Code(20429),
        Behaviour.ThrottledWithRetryAfter => ThrottledWithRetryAfter,
        Behaviour.ServerError => Code(20500),
        Behaviour.Down => Code(20503),
        Behaviour.Garbage => Answer.Garbage(201),
        _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
    };

    private static (int Code, Answer Answer) Error(int status, int code, Outcome outcome, string message, string? retryAfter = null)
    {
        var number = code.ToString(CultureInfo.InvariantCulture);
        var error = new TwilioError(code, message, "https://www.twilio.com/docs/errors/" + number, status);
        return (code, new Answer(status, outcome, $"{number} {message}", JsonSerializer.SerializeToUtf8Bytes(error, TwilioJson.Default.TwilioError))
        {
            RetryAfter = retryAfter,
            Challenge = status == 401 ? "Basic realm=\"Twilio API\"" : null,
        });
    }
}
