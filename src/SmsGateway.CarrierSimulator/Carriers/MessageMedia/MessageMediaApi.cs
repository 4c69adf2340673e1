using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>One API key with its secret; the same pair serves Basic and HMAC.</summary>
internal sealed class MessageMediaOptions
{
    [Required]
    public string ApiKey { get; set; } = "";

    [Required]
    public string ApiSecret { get; set; } = "";
}

/// <summary>
/// MessageMedia (Sinch Engage) Messages API v1: Basic credentials or a signature, JSON in and out. A batch has 1 to 100
/// messages and is taken or refused as a whole.
/// </summary>
internal sealed class MessageMediaApi(MessageMediaOptions options) : ICarrierApi
{
    private const int MaxMessages = 100;
    private const int MaxContentLength = 5000;
    private const string SignedHeaders = "Date Content-MD5 request-line";

    private static readonly Answer WrongForm = MessageMediaErrors.BadRequest(
        Outcome.Refused,
        $"messages: must hold 1 to {MaxMessages} messages of the documented form, in valid JSON"
    );

    private readonly string _basic = AuthorizationHeader.Basic(options.ApiKey, options.ApiSecret);

    public IReadOnlyList<string> Paths { get; } = ["/v1/messages"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (AuthorizationHeader.Parameter(request, "hmac") is { } signature)
        {
            return IsSigned(request, signature, body) ? null : MessageMediaErrors.Forbidden;
        }

        return AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Basic"), _basic)
            ? null
            : MessageMediaErrors.Unauthorized;
    }

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        var batch = CarrierRequest.FromJson(body, MessageMediaJson.Default.MessageMediaBatch);
        if (batch?.Messages is not { Count: > 0 and <= MaxMessages } items || items.Contains(null))
        {
            return CarrierRequest.Unreadable(WrongForm);
        }

        return new CarrierRequest
        {
            Messages =
            [
                .. items.Select(item => new ReceivedMessage(
                    item!.DestinationNumber,
                    item.SourceNumber,
                    item.Content,
                    item.Format == "TTS"
                )),
            ],
            Refusal = items.Select((item, i) => ErrorOf(item!, i)).FirstOrDefault(error => error is not null),
            Accept = now => Accept(batch, now),
        };
    }

    public Answer Fail(Behaviour behaviour) => MessageMediaErrors.For(behaviour);

    private static Answer Accept(MessageMediaBatch batch, DateTimeOffset now)
    {
        foreach (var item in batch.Messages!)
        {
            item!.MessageId = Guid.CreateVersion7(now).ToString();
            item.Status = "queued";
            item.DeliveryReport ??= false;
            item.Format ??= "SMS";
        }

        return new Answer(
            202,
            Outcome.Accepted,
            "queued",
            Answer.Json(batch, MessageMediaJson.Default.MessageMediaBatch)
        );
    }

    private static Answer? ErrorOf(MessageMediaItem item, int index) =>
        item switch
        {
            { Content: not { Length: > 0 and <= MaxContentLength } } => MessageMediaErrors.BadRequest(
                Outcome.Rejected,
                $"messages[{index}].content: must have 1 to {MaxContentLength} characters"
            ),
            { Format: not (null or "SMS" or "MMS" or "TTS") } => MessageMediaErrors.BadRequest(
                Outcome.Refused,
                $"messages[{index}].format: must be SMS, MMS or TTS"
            ),
            { Metadata.Count: > 10 } => MessageMediaErrors.BadRequest(
                Outcome.Refused,
                $"messages[{index}].metadata: must have at most 10 entries"
            ),
            _ when !E164.IsNumber(item.DestinationNumber, plusRequired: false) => MessageMediaErrors.BadRequest(
                Outcome.Rejected,
                $"messages[{index}].destination_number: is not a valid number"
            ),
            _ => null,
        };

    /// <summary>
    /// <c>Authorization: hmac username="KEY", algorithm="hmac-sha256", headers="Date Content-MD5 request-line",
    /// signature="BASE64"</c> over those three, each in its line.
    /// </summary>
    private bool IsSigned(HttpRequest request, string parameter, ReadOnlySpan<byte> body)
    {
        var fields = Fields(parameter);
        if (
            fields.GetValueOrDefault("algorithm") != "hmac-sha256"
            || fields.GetValueOrDefault("headers") != SignedHeaders
            || request.Headers.Date is not [{ } date]
            || request.Headers.ContentMD5 is not [{ } md5]
            || md5 != BodyDigest(body)
        )
        {
            return false;
        }

        var text = $"Date: {date}\nContent-MD5: {md5}\n{request.Method} {request.Path}{request.QueryString} HTTP/1.1";
        var expected = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.ApiSecret), Encoding.UTF8.GetBytes(text))
        );
        return AuthorizationHeader.Equal(fields.GetValueOrDefault("username"), options.ApiKey)
            & AuthorizationHeader.Equal(fields.GetValueOrDefault("signature"), expected);
    }

#pragma warning disable CA5351 // The protocol demands MD5 as a checksum of the body; the signature itself is SHA-256.
    private static string BodyDigest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351

    private static Dictionary<string, string> Fields(string parameter)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parameter.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[part[..equals]] = part[(equals + 1)..].Trim('"');
            }
        }

        return fields;
    }
}
