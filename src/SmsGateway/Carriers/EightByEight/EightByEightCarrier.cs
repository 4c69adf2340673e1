using System.Net.Http.Headers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>8x8 Connect SMS API v1 and, where its settings are there, the callflows of its voice API v1.</summary>
internal sealed class EightByEightCarrier(EightByEightOptions options, CarrierHttp http, ISecretStore secrets)
    : ICarrier
{
    /// <summary>The carrier's limit for a call.</summary>
    private const int MaxSpokenLength = 3000;

    private readonly string _path = $"api/v1/subaccounts/{Uri.EscapeDataString(options.SubAccountId)}/messages";

    public bool Supports(Channel channel) => channel == Channel.Sms || options.Voice is not null;

    public ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken) =>
        message.Message.Channel == Channel.Voice
            ? CallAsync(message, cancellationToken)
            : TextAsync(message, cancellationToken);

    private ValueTask<SendOutcome> TextAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var body = new EightByEightRequest
        {
            Destination = message.Message.Recipient.E164,
            Text = message.Message.Body.Reveal(),
            Source = message.Sender?.Value,
            Encoding = "AUTO",
            Expiry = message.ExpiryTimestamp,
            ClientMessageId = message.Id.ToString(),
        };
        return PostAsync(
            message.Id,
            _path,
            JsonBody.Create(body, EightByEightJson.Default.EightByEightRequest),
            options.ApiKeySecretName,
            EightByEightStatusMap.Map,
            cancellationToken
        );
    }

    /// <summary>Calls, says the text twice and hangs up.</summary>
    private ValueTask<SendOutcome> CallAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        if (options.Voice is not { } voice)
        {
            return new(new SendOutcome.Refused("no-voice", "calls are not configured"));
        }

        if ((voice.From ?? message.Sender) is not { } caller)
        {
            return new(SendOutcome.NoSender);
        }

        var text = SpokenText.WithoutMarkup(SpokenText.Of(message.Message));
        if (text.Length > MaxSpokenLength)
        {
            return new(
                new SendOutcome.Refused("too-long", "text too long for a call of this carrier") { OfThisMessage = true }
            );
        }

        var body = new EightByEightCall(
            message.ExpiryTimestamp,
            [
                new("makeCall", new() { Source = caller.Value, Destination = message.Message.Recipient.E164 }),
                new(
                    "say",
                    new()
                    {
                        Text = text,
                        VoiceProfile = voice.ProfileFor(message.Message.Locale),
                        Repetition = 2,
                    }
                ),
                new("hangup", null),
            ]
        );
        return PostAsync(
            message.Id,
            new Uri(
                voice.BaseAddress,
                $"api/v1/subaccounts/{Uri.EscapeDataString(voice.SubAccountId)}/callflows"
            ).AbsoluteUri,
            JsonBody.Create(body, EightByEightJson.Default.EightByEightCall),
            voice.ApiKeySecretName,
            EightByEightVoiceStatusMap.Map,
            cancellationToken
        );
    }

    private async ValueTask<SendOutcome> PostAsync(
        MessageId id,
        string path,
        HttpContent content,
        string keySecretName,
        Func<CarrierResponse, SendOutcome> map,
        CancellationToken cancellationToken
    )
    {
        var key = await CarrierSecrets.ReadAsync(secrets, keySecretName, cancellationToken);
        return await http.SendAsync(
            id,
            HttpMethod.Post,
            path,
            content,
            request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key),
            map,
            cancellationToken
        );
    }
}
