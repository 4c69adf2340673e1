using System.Net.Http.Headers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Telnyx;

/// <summary>Telnyx Messaging API v2. A call there takes several requests with state between them, which is not done here.</summary>
internal sealed class TelnyxCarrier(TelnyxOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        if (message.Sender is null && options.MessagingProfileId is null)
        {
            return SendOutcome.NoSender;
        }

        var key = await CarrierSecrets.ReadAsync(secrets, options.ApiKeySecretName, cancellationToken);
        var body = new TelnyxRequest
        {
            To = message.Message.Recipient.E164,
            From = message.Sender?.Value,
            Text = message.Message.Body.Reveal(),
            MessagingProfileId = options.MessagingProfileId,
            Type = "SMS",
        };
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            "v2/messages",
            JsonBody.Create(body, TelnyxJson.Default.TelnyxRequest),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
            TelnyxStatusMap.Map,
            cancellationToken
        );
    }
}
