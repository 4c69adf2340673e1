using System.Net.Http.Headers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>8x8 Connect SMS API v1. Its voice API is another product, with its own subaccounts and hosts.</summary>
internal sealed class EightByEightCarrier(EightByEightOptions options, CarrierHttp http, ISecretStore secrets)
    : ICarrier
{
    private readonly string _path = $"api/v1/subaccounts/{Uri.EscapeDataString(options.SubAccountId)}/messages";

    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var key = await CarrierSecrets.ReadAsync(secrets, options.ApiKeySecretName, cancellationToken);
        var body = new EightByEightRequest
        {
            Destination = message.Message.Recipient.E164,
            Text = message.Message.Body.Reveal(),
            Source = message.Sender?.Value,
            Encoding = "AUTO",
            Expiry = message.ExpiryTimestamp,
            ClientMessageId = message.Id.ToString(),
        };
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            _path,
            JsonBody.Create(body, EightByEightJson.Default.EightByEightRequest),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
            EightByEightStatusMap.Map,
            cancellationToken
        );
    }
}
