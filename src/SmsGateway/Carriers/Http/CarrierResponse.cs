using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmsGateway.Carriers.Http;

/// <summary>A carrier's whole HTTP answer, the input of every status map.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header as a duration from now, if there was a usable one.</param>
/// <param name="Body">At most <see cref="CarrierHttp.MaxResponseBytes"/>; empty when the answer was longer or broke off.</param>
public readonly record struct CarrierResponse(int Status, TimeSpan? RetryAfter, ReadOnlyMemory<byte> Body)
{
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads the body as JSON; null when it is not what the carrier documents.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Body.Span, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether somebody on the way to the carrier gave up on it (502, 504): whatever the body says, the carrier may have the
    /// message. 503 is another thing, nobody took it.
    /// </summary>
    public bool IsLostOnTheWay => Status is 502 or 504;

    /// <summary>
    /// What the status alone says, for answers whose body a carrier's map does not know: 429 and 408-like throttling, 5xx,
    /// redirects and other 4xx (our configuration), and 2xx that cannot be understood.
    /// </summary>
    /// <param name="carrierCode">The carrier's code, if it gave one that its map does not list.</param>
    public SendOutcome ByStatus(string? carrierCode = null)
    {
        var code = carrierCode ?? $"http-{Status}";
        return Status switch
        {
            429 => new SendOutcome.Throttled(code, "too many requests", RetryAfter),
            401 or 403 => new SendOutcome.Refused(code, "credentials refused", Credentials: true),
            _ when IsLostOnTheWay => new SendOutcome.Unknown(
                code,
                "a server on the way got no answer from the carrier"
            ),
            408 or >= 500 => new SendOutcome.Unavailable(code, "the carrier failed"),
            >= 200 and < 300 => new SendOutcome.Unknown(
                code,
                "success status without the documented content",
                SuccessStatus: true
            ),
            _ => new SendOutcome.Refused(code, "request refused"),
        };
    }

    /// <summary>A carrier's code made safe for records and logs; null when it is not code-like.</summary>
    public static string? CleanCode(string? code) => Clean(code, 40);

    /// <summary>The same for a carrier's name for a message, of which some are long.</summary>
    public static string? CleanId(string? id) => Clean(id, 80);

    private static string? Clean(string? text, int longest) =>
        text?.Length is { } length
        && length > 0
        && length <= longest
        && !text.AsSpan().ContainsAnyExcept(CodeCharacters)
            ? text
            : null;
}
