using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.AzureCommunication;

/// <summary>
/// Azure Communication Services SMS, which recognises a repetition: what is sent again after a time-out is no second text. Its calls
/// are another product, with state between requests.
/// </summary>
internal sealed class AzureCommunicationCarrier(
    AzureCommunicationOptions options,
    CarrierHttp http,
    ISecretStore secrets,
    IAccessTokenSource? tokens
) : ICarrier
{
    /// <summary>With both slashes, as Microsoft's own clients ask for it.</summary>
    public const string Scope = "https://communication.azure.com//.default";

    private const string Path = "sms?api-version=2026-01-23";

    private readonly Uri _target = new(http.BaseAddress, Path);

    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.AccessKeySecretName is null)
        {
            await TokenAsync(cancellationToken);
        }
    }

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        if (message.Sender is null)
        {
            return SendOutcome.NoSender;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(
            Request(message, message.Sender),
            AzureCommunicationJson.Default.AzureCommunicationRequest
        );
        var authorize = await AuthorizationAsync(json, message.Now, cancellationToken);
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            Path,
            JsonBody.Create(json),
            authorize,
            AzureCommunicationStatusMap.Map,
            cancellationToken
        );
    }

    private static AzureCommunicationRequest Request(CarrierMessage message, Sender sender) =>
        new()
        {
            From = sender.Value,
            SmsRecipients =
            [
                new AzureCommunicationRecipient
                {
                    To = message.Message.Recipient.E164,
                    RepeatabilityRequestId = message.RepeatKey(),
                    // What it has declined is another request, and first sent later: too old a time would be declined again.
                    RepeatabilityFirstSent = (message.DeclinedAt ?? message.AcceptedAt).ToString(
                        "r",
                        CultureInfo.InvariantCulture
                    ),
                },
            ],
            Message = message.Message.Body.Reveal(),
            SmsSendOptions = new AzureCommunicationSendOptions
            {
                EnableDeliveryReport = true,
                Tag = message.Id.ToString(),
            },
        };

    private async ValueTask<Action<HttpRequestMessage>> AuthorizationAsync(
        byte[] json,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (options.AccessKeySecretName is null)
        {
            var token = await TokenAsync(cancellationToken);
            return request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        var key = await CarrierSecrets.ReadAsync(secrets, options.AccessKeySecretName, cancellationToken);
        var signature =
            AzureCommunicationSignature.Create(key, now, _target, json)
            ?? throw new SecretUnavailableException("The access key of this carrier is not base64.");
        return request =>
        {
            request.Headers.TryAddWithoutValidation("x-ms-date", signature.Date);
            request.Headers.TryAddWithoutValidation("x-ms-content-sha256", signature.ContentHash);
            request.Headers.Authorization = signature.Authorization;
        };
    }

    private ValueTask<string> TokenAsync(CancellationToken cancellationToken) =>
        tokens?.GetAsync(Scope, cancellationToken)
        ?? throw new SecretUnavailableException("This gateway has no identity in Azure.");
}
