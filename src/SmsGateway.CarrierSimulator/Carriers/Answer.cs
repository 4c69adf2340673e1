using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What goes back to the caller, and what the inbox says about it.</summary>
/// <param name="status">0: none is sent.</param>
/// <param name="outcome">For the inbox.</param>
/// <param name="detail">For the inbox: the carrier's code and a few words; never text from the request.</param>
/// <param name="body">Sent as it is.</param>
internal sealed class Answer(int status, Outcome outcome, string detail, byte[] body)
{
    /// <summary>Never sent: the request stays unanswered. The message counts as taken.</summary>
    public static readonly Answer None = new(0, Outcome.Unknown, "taken, no answer", []);

    /// <summary>Never sent: the connection is reset.</summary>
    public static readonly Answer Reset = new(0, Outcome.Unknown, "connection reset", []);

    /// <summary>The seconds in the Retry-After of <see cref="Behaviour.ThrottledWithRetryAfter"/>.</summary>
    private const int RetryAfterSeconds = 2;

    private static readonly byte[] Page = "<!doctype html><title>Welcome</title><p>It works!</p>"u8.ToArray();

    public int Status => status;

    public Outcome Outcome => outcome;

    public string Detail => detail;

    /// <summary>Whether a phone would ring for it. A request that is never answered was taken all the same.</summary>
    public bool IsTaken => !IsRepetition && (outcome == Outcome.Accepted || this == None);

    public string? RetryAfter { get; init; }

    /// <summary>For WWW-Authenticate.</summary>
    public string? Challenge { get; init; }

    private bool IsRepetition { get; init; }

    private string ContentType { get; init; } = "application/json";

    public static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    public static Answer Garbage(int status) =>
        new(status, Outcome.Unknown, "unreadable answer", Page) { ContentType = "text/html" };

    public static string? RetryAfterOf(Behaviour behaviour) =>
        behaviour == Behaviour.ThrottledWithRetryAfter
            ? RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>The same answer to a request that was taken before, and is not taken twice.</summary>
    public Answer ToRepetition() => new(status, outcome, "repeated, not sent again", body) { IsRepetition = true };

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (RetryAfter is not null)
        {
            response.Headers.RetryAfter = RetryAfter;
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        await response.BodyWriter.WriteAsync(body);
    }
}

/// <summary>What the carrier simulator made of a request, in the words the gateway has for a carrier's answer.</summary>
[JsonConverter(typeof(OutcomeJson))]
internal enum Outcome
{
    /// <summary>Taken: a phone would show it.</summary>
    Accepted,

    /// <summary>This recipient or text never goes.</summary>
    Rejected,

    /// <summary>Credentials, sender or the request as such are wrong.</summary>
    Refused,

    /// <summary>Too many requests.</summary>
    Throttled,

    /// <summary>5xx.</summary>
    Unavailable,

    /// <summary>No answer, or none that can be read: the caller cannot know whether it was taken.</summary>
    Unknown,
}

internal sealed class OutcomeJson() : JsonStringEnumConverter<Outcome>(JsonNamingPolicy.CamelCase);
