using System.Net.Http.Headers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Infobip;

/// <summary>
/// Infobip SMS API v3 and, for voice, its single voice message. A text carries an id of ours, by which Infobip recognises one that
/// it has; a call has no such thing.
/// </summary>
internal sealed class InfobipCarrier(InfobipOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    /// <summary>The carrier's limit for a call.</summary>
    private const int MaxSpokenLength = 1400;

    public bool Supports(Channel channel) => true;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        if (message.Message.Channel != Channel.Voice)
        {
            return await SendAsync(
                "sms/3/messages",
                JsonBody.Create(Text(message), InfobipJson.Default.InfobipRequest)
            );
        }

        if (message.Sender is null)
        {
            return SendOutcome.NoSender;
        }

        var call = Call(message, message.Sender);
        return call.Text.Length > MaxSpokenLength
            ? new SendOutcome.Refused("too-long", "text too long for a call of this carrier") { OfThisMessage = true }
            : await SendAsync("tts/3/single", JsonBody.Create(call, InfobipJson.Default.InfobipCall));

        async ValueTask<SendOutcome> SendAsync(string path, HttpContent content)
        {
            var key = await CarrierSecrets.ReadAsync(secrets, options.ApiKeySecretName, cancellationToken);
            return await http.SendAsync(
                message.Id,
                HttpMethod.Post,
                path,
                content,
                request => request.Headers.Authorization = new AuthenticationHeaderValue("App", key),
                InfobipStatusMap.Map,
                cancellationToken
            );
        }
    }

    private static InfobipRequest Text(CarrierMessage message) =>
        new([
            new InfobipMessage(
                message.Sender?.WithoutPlus,
                [new InfobipDestination(message.Message.Recipient.Digits, message.RepeatKey().ToString())],
                new InfobipContent(message.Message.Body.Reveal()),
                new InfobipMessageOptions(new InfobipValidity(message.RemainingSeconds, "SECONDS"))
            ),
        ]);

    /// <summary>Says the text twice where it fits.</summary>
    private static InfobipCall Call(CarrierMessage message, Sender sender)
    {
        var text = SpokenText.WithoutMarkup(SpokenText.Of(message.Message));
        var twice = $"{text.TrimEnd(' ', '.')}. {text}";
        return new InfobipCall(
            sender.WithoutPlus,
            message.Message.Recipient.Digits,
            twice.Length <= MaxSpokenLength ? twice : text,
            InfobipLanguage.For(message.Message.Locale)
        );
    }
}
