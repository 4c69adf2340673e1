using System.Net.Http.Headers;
using System.Text.Json;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>MessageMedia (Sinch Engage) Messages API v1; calls are the same request with another format.</summary>
internal sealed class MessageMediaCarrier(MessageMediaOptions options, CarrierHttp http, ISecretStore secrets)
    : ICarrier
{
    private const string Path = "v1/messages";

    private readonly string _pathAndQuery = new Uri(http.BaseAddress, Path).PathAndQuery;

    public bool Supports(Channel channel) => true;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var key = await CarrierSecrets.ReadAsync(secrets, options.ApiKeySecretName, cancellationToken);
        var secret = await CarrierSecrets.ReadAsync(secrets, options.ApiSecretSecretName, cancellationToken);
        var json = JsonSerializer.SerializeToUtf8Bytes(Request(message), MessageMediaJson.Default.MessageMediaRequest);
        var content = JsonBody.Create(json);
        AuthenticationHeaderValue authorization;
        DateTimeOffset? date = null;
        if (options.Signing == MessageMediaSigning.Hmac)
        {
            var signature = MessageMediaSignature.Create(key, secret, message.Now, _pathAndQuery, json);
            content.Headers.TryAddWithoutValidation("Content-MD5", signature.ContentMd5);
            authorization = signature.Authorization;
            date = message.Now;
        }
        else
        {
            authorization = CarrierSecrets.Basic(key, secret);
        }

        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            Path,
            content,
            request => (request.Headers.Authorization, request.Headers.Date) = (authorization, date),
            MessageMediaStatusMap.Map,
            cancellationToken
        );
    }

    private static MessageMediaRequest Request(CarrierMessage message)
    {
        var isVoice = message.Message.Channel == Channel.Voice;
        return new MessageMediaRequest([
            new MessageMediaMessage
            {
                Content = isVoice ? SpokenText.Of(message.Message) : message.Message.Body.Reveal(),
                DestinationNumber = message.Message.Recipient.E164,
                SourceNumber = message.Sender?.Value,
                SourceNumberType = message.Sender?.Kind switch
                {
                    null => null,
                    SenderKind.International => "INTERNATIONAL",
                    SenderKind.ShortCode => "SHORTCODE",
                    _ => "ALPHANUMERIC",
                },
                DeliveryReport = true,
                Format = isVoice ? "TTS" : "SMS",
                MessageExpiryTimestamp = message.ExpiryTimestamp,
                Metadata = new Dictionary<string, string> { ["gateway_message_id"] = message.Id.ToString() },
            },
        ]);
    }
}
