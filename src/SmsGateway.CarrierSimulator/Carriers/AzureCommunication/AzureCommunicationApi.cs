using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.CarrierSimulator.Carriers.AzureCommunication;

/// <summary>The resource's access key and, optional, the token of an identity that may use it.</summary>
internal sealed class AzureCommunicationOptions
{
    [Required]
    [Base64String]
    public string AccessKey { get; set; } = "";

    public string? AccessToken { get; set; }
}

/// <summary>
/// Azure Communication Services SMS: a signature or a bearer token, JSON in and out. A request is taken in as a whole, and each
/// recipient has a status of its own; here one recipient is enough. What is repeated is recognised.
/// </summary>
internal sealed class AzureCommunicationApi(AzureCommunicationOptions options) : ICarrierApi
{
    private const int MaxMessageLength = 2048;

    public IReadOnlyList<string> Paths { get; } = ["/sms"];

    public Answer? CheckCredentials(HttpRequest request, ReadOnlySpan<byte> body) =>
        IsSigned(request, body)
        || (
            options.AccessToken is not null
            && AuthorizationHeader.Equal(AuthorizationHeader.Parameter(request, "Bearer"), options.AccessToken)
        )
            ? null
            : AzureCommunicationErrors.For(Behaviour.CredentialsRefused);

    public CarrierRequest Read(HttpRequest request, byte[] body)
    {
        if (
            string.IsNullOrEmpty(request.Query["api-version"])
            || CarrierRequest.FromJson(body, AzureCommunicationJson.Default.AzureCommunicationRequest)
                is not { SmsRecipients: [{ } recipient] } message
        )
        {
            return CarrierRequest.Unreadable(AzureCommunicationErrors.BadRequest);
        }

        var to = recipient.To ?? "";
        return new CarrierRequest
        {
            Messages = [new ReceivedMessage(to, message.From, message.Message)],
            Refusal = RefusalOf(message, recipient),
            Accept = now =>
                AzureCommunicationErrors.Inside(
                    Outcome.Accepted,
                    new AzureCommunicationResult(
                        to,
                        202,
                        true,
                        $"Outgoing_{RepeatKey(recipient) ?? Guid.CreateVersion7(now)}",
                        recipient.RepeatabilityRequestId is null ? null : "accepted"
                    )
                ),
            RejectInsideSuccess = _ =>
                MagicNumbers.Find(to) == Behaviour.OptedOut
                    ? AzureCommunicationErrors.For(Behaviour.OptedOut)
                    : AzureCommunicationErrors.Failed(Outcome.Refused, to, 404, "Phone number not found"),
            RepeatKey = RepeatKey(recipient),
        };
    }

    public Answer Fail(Behaviour behaviour) => AzureCommunicationErrors.For(behaviour);

    private static Guid? RepeatKey(AzureCommunicationRecipient recipient) =>
        Guid.TryParseExact(recipient.RepeatabilityRequestId, "D", out var key) ? key : null;

    private static Answer? RefusalOf(AzureCommunicationRequest message, AzureCommunicationRecipient recipient) =>
        message switch
        {
            { From: null or "" } or { SmsSendOptions.EnableDeliveryReport: null } =>
                AzureCommunicationErrors.BadRequest,
            { Message: not { Length: > 0 and <= MaxMessageLength } } => AzureCommunicationErrors.BadRequest,
            _ when !E164.IsNumber(recipient.To, plusRequired: true) => AzureCommunicationErrors.Failed(
                Outcome.Rejected,
                recipient.To ?? "",
                400,
                AzureCommunicationErrors.InvalidNumber
            ),
            _ when !IsRepeatable(recipient) => AzureCommunicationErrors.Inside(
                Outcome.Refused,
                new AzureCommunicationResult(
                    recipient.To!,
                    400,
                    false,
                    RepeatabilityResult: "rejected",
                    ErrorMessage: "Request sent with Invalid value for repeatability."
                )
            ),
            _ => null,
        };

    /// <summary>Both fields or none.</summary>
    private static bool IsRepeatable(AzureCommunicationRecipient recipient) =>
        recipient switch
        {
            { RepeatabilityRequestId: null, RepeatabilityFirstSent: null } => true,
            { RepeatabilityFirstSent: { } sent } when RepeatKey(recipient) is not null => DateTimeOffset.TryParseExact(
                sent,
                "r",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            _ => false,
        };

    /// <summary><c>HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&amp;Signature=BASE64</c>.</summary>
    private bool IsSigned(HttpRequest request, ReadOnlySpan<byte> body)
    {
        const string Signed = "SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
        var contentHash = Convert.ToBase64String(SHA256.HashData(body));
        if (
            AuthorizationHeader.Parameter(request, "HMAC-SHA256") is not { } parameter
            || !parameter.StartsWith(Signed, StringComparison.Ordinal)
            || request.Headers["x-ms-date"] is not [{ } date]
            || request.Headers["x-ms-content-sha256"] != contentHash
        )
        {
            return false;
        }

        var text = $"POST\n{request.Path}{request.QueryString}\n{date};{request.Host};{contentHash}";
        var expected = HMACSHA256.HashData(Convert.FromBase64String(options.AccessKey), Encoding.UTF8.GetBytes(text));
        return AuthorizationHeader.Equal(parameter[Signed.Length..], Convert.ToBase64String(expected));
    }
}
