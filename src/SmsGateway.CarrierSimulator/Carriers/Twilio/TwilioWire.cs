using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>The fields that matter here; the framework's form reader would build a dictionary of all of them.</summary>
internal sealed class TwilioForm
{
    public string? To { get; private set; }

    public string? From { get; private set; }

    public string? MessagingServiceSid { get; private set; }

    public string? Body { get; private set; }

    public string? Twiml { get; private set; }

    public static TwilioForm Parse(byte[] utf8)
    {
        var form = new TwilioForm();
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(utf8)))
        {
            switch (pair.EncodedName.Span)
            {
                case "To":
                    form.To = pair.DecodeValue().ToString();
                    break;
                case "From":
                    form.From = pair.DecodeValue().ToString();
                    break;
                case "MessagingServiceSid":
                    form.MessagingServiceSid = pair.DecodeValue().ToString();
                    break;
                case "Body":
                    form.Body = pair.DecodeValue().ToString();
                    break;
                case "Twiml":
                    form.Twiml = pair.DecodeValue().ToString();
                    break;
            }
        }

        return form;
    }
}

/// <summary>Twilio's answer to a message or call that it took; the property names become snake case.</summary>
internal sealed class TwilioMessage
{
    public required string Sid { get; init; }

    public required string AccountSid { get; init; }

    public string ApiVersion { get; } = "2010-04-01";

    public string? Body { get; init; }

    public required string DateCreated { get; init; }

    public string? DateSent { get; }

    public required string DateUpdated { get; init; }

    public string Direction { get; } = "outbound-api";

    public int? ErrorCode { get; }

    public string? ErrorMessage { get; }

    public string? From { get; init; }

    public string? MessagingServiceSid { get; init; }

    public string NumSegments { get; } = "1";

    public string? Price { get; }

    public string PriceUnit { get; } = "USD";

    public required string Status { get; init; }

    public required string To { get; init; }

    public required string Uri { get; init; }
}

/// <summary>Twilio's error envelope.</summary>
internal sealed record TwilioError(int Code, string Message, string MoreInfo, int Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TwilioError))]
[JsonSerializable(typeof(TwilioMessage))]
internal sealed partial class TwilioJson : JsonSerializerContext;

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
        Error(400, 21214, Outcome.Refused, "'To' phone number cannot be reached"),
        Error(400, 21215, Outcome.Refused, "Geographic permission is not enabled for this call"),
        Error(400, 21216, Outcome.Refused, "Call blocked: the number is on the block list"),
        Error(400, 21217, Outcome.Rejected, "Phone number does not appear to be valid"),
        Error(
            400,
            21408,
            Outcome.Refused,
            "Permission to send an SMS has not been enabled for the region of the 'To' number"
        ),
        Error(400, 21602, Outcome.Refused, "Message body is required"),
        Error(400, 21603, Outcome.Refused, "A 'From' phone number is required"),
        Error(400, 21604, Outcome.Refused, "A 'To' phone number is required"),
        Error(400, 21606, Outcome.Refused, "The 'From' phone number is not a valid, SMS-capable number of the account"),
        Error(400, 21610, Outcome.Rejected, "Attempt to send to unsubscribed recipient"),
        Error(400, 21611, Outcome.Throttled, "This 'From' number has exceeded the maximum number of queued messages"),
        Error(400, 21612, Outcome.Refused, "The 'To' phone number is not currently reachable from this 'From' number"),
        Error(400, 21614, Outcome.Rejected, "'To' number is not a valid mobile number"),
        Error(400, 21617, Outcome.Refused, "The concatenated message body exceeds the 1600 character limit"),
    }.ToFrozenDictionary(error => error.Code, error => error.Answer);

    private static readonly Answer ThrottledWithRetryAfter = Error(
        429,
        20429,
        Outcome.Throttled,
        "Too Many Requests",
        Answer.RetryAfterOf(Behaviour.ThrottledWithRetryAfter)
    ).Answer;

    public static Answer Code(int code) => ByCode[code];

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
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

    private static (int Code, Answer Answer) Error(
        int status,
        int code,
        Outcome outcome,
        string message,
        string? retryAfter = null
    )
    {
        var number = code.ToString(CultureInfo.InvariantCulture);
        var error = new TwilioError(code, message, "https://www.twilio.com/docs/errors/" + number, status);
        return (
            code,
            new Answer(status, outcome, $"{number} {message}", Answer.Json(error, TwilioJson.Default.TwilioError))
            {
                RetryAfter = retryAfter,
                Challenge = status == 401 ? "Basic realm=\"Twilio API\"" : null,
            }
        );
    }
}
