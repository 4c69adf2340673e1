using System.Net.Http.Headers;
using System.Text.Json;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Sinch;

/// <summary>Sinch's SMS API (XMS), by service plan and token. Its calls are another product, with credentials of its own.</summary>
internal sealed class SinchCarrier(SinchOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    private readonly string _path = $"xms/v1/{Uri.EscapeDataString(options.ServicePlanId)}/batches";

    private readonly string _deliveryReport = JsonNamingPolicy.SnakeCaseLower.ConvertName(
        options.DeliveryReport.ToString()
    );

    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var token = await CarrierSecrets.ReadAsync(secrets, options.ApiTokenSecretName, cancellationToken);
        var body = new SinchBatch
        {
            To = [message.Message.Recipient.E164],
            From = message.Sender?.Value,
            Body = message.Message.Body.Reveal(),
            ExpireAt = message.ExpiryTimestamp,
            DeliveryReport = _deliveryReport,
            ClientReference = message.Id.ToString(),
        };
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            _path,
            JsonBody.Create(body, SinchJson.Default.SinchBatch),
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token),
            SinchStatusMap.Map,
            cancellationToken
        );
    }
}
