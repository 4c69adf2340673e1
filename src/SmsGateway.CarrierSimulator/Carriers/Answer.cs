using System.Globalization;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What goes back to the caller, and what the inbox says about it.</summary>
internal sealed class Answer
{
    /// <summary>The seconds in the Retry-After of <see cref="Behaviour.ThrottledWithRetryAfter"/>.</summary>
    public const int RetryAfterSeconds = 2;

    private const string JsonType = "application/json";

    private static readonly byte[] Page = "<!doctype html><title>Welcome</title><p>It works!</p>"u8.ToArray();

    /// <summary>Never sent: the request stays unanswered. The message counts as taken.</summary>
    public static readonly Answer None = new(0, Outcome.Unknown, "taken, no answer", []);

    /// <summary>Never sent: the connection is reset.</summary>
    public static readonly Answer Reset = new(0, Outcome.Unknown, "connection reset", []);

    public Answer(int status, Outcome outcome, string detail, byte[] body)
    {
        Status = status;
        Outcome = outcome;
        Detail = detail;
        Body = body;
    }

    public int Status { get; }

    public Outcome Outcome { get; }

    /// <summary>For the inbox: the carrier's code and a few words; never text from the request.</summary>
    public string Detail { get; }

    public byte[] Body { get; }

    public string ContentType { get; private init; } = JsonType;

    public string? RetryAfter { get; init; }

    /// <summary>For WWW-Authenticate.</summary>
    public string? Challenge { get; init; }

    public static Answer Garbage(int status) => new(status, Outcome.Unknown, "unreadable answer", Page) { ContentType = "text/html" };

    public static string? RetryAfterOf(Behaviour behaviour) =>
        behaviour == Behaviour.ThrottledWithRetryAfter ? RetryAfterSeconds.ToString(CultureInfo.InvariantCulture) : null;

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (RetryAfter is not null)
        {
            response.Headers.RetryAfter = RetryAfter;
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }

        await response.BodyWriter.WriteAsync(Body);
    }
}
