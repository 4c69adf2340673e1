using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Plivo;

/// <summary>Plivo Message API v1. Its calls ask an address of ours what to say, which the gateway does not have.</summary>
internal sealed class PlivoCarrier(PlivoOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    /// <summary>What the carrier takes as <c>message_expiry</c>; without one it is three hours.</summary>
    private const int MinExpirySeconds = 5;

    private const int MaxExpirySeconds = 10_799;

    private readonly string _path = $"v1/Account/{Uri.EscapeDataString(options.AuthId)}/Message/";

    public bool Supports(Channel channel) => channel == Channel.Sms;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        if (message.Sender is null && options.PowerpackUuid is null)
        {
            return SendOutcome.NoSender;
        }

        var token = await CarrierSecrets.ReadAsync(secrets, options.AuthTokenSecretName, cancellationToken);
        var recipient = message.Message.Recipient;
        var body = new PlivoRequest
        {
            Src = message.Sender?.WithoutPlus,
            PowerpackUuid = message.Sender is null ? options.PowerpackUuid : null,
            Dst = recipient.Digits,
            Text = message.Message.Body.Reveal(),
            Type = "sms",
            Log = false,
            MessageExpiry = Math.Clamp(message.RemainingSeconds, MinExpirySeconds, MaxExpirySeconds),
        };
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            _path,
            JsonBody.Create(body, PlivoJson.Default.PlivoRequest),
            request => request.Headers.Authorization = CarrierSecrets.Basic(options.AuthId, token),
            response => PlivoStatusMap.Map(response, recipient),
            cancellationToken
        );
    }
}
