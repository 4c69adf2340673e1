using System.Globalization;
using System.Security;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Twilio;

/// <summary>Twilio Programmable Messaging and, for voice, Programmable Voice (API version 2010-04-01).</summary>
internal sealed class TwilioCarrier(TwilioOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    /// <summary>Twilio's longest validity period, 10 hours, which is also its default.</summary>
    private const int MaxValiditySeconds = 36000;

    public bool Supports(Channel channel) => true;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var isVoice = message.Message.Channel == Channel.Voice;
        if (message.Sender is null && (isVoice || options.MessagingServiceSid is null))
        {
            return SendOutcome.NoSender;
        }

        var password = await CarrierSecrets.ReadAsync(secrets, options.PasswordSecretName, cancellationToken);
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            $"2010-04-01/Accounts/{Uri.EscapeDataString(options.AccountSid)}/{(isVoice ? "Calls" : "Messages")}.json",
            new FormUrlEncodedContent(isVoice ? CallFields(message) : MessageFields(message)),
            request => request.Headers.Authorization = CarrierSecrets.Basic(options.UserName, password),
            TwilioStatusMap.Map,
            cancellationToken
        );
    }

    private IEnumerable<KeyValuePair<string, string>> MessageFields(CarrierMessage message)
    {
        yield return new("To", message.Message.Recipient.E164);
        yield return message.Sender is { } sender
            ? new("From", sender.Value)
            : new("MessagingServiceSid", options.MessagingServiceSid!);
        yield return new("Body", message.Message.Body.Reveal());
        yield return new(
            "ValidityPeriod",
            Math.Min(message.RemainingSeconds, MaxValiditySeconds).ToString(CultureInfo.InvariantCulture)
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> CallFields(CarrierMessage message)
    {
        yield return new("To", message.Message.Recipient.E164);
        yield return new("From", message.Sender!.Value);
        yield return new("Twiml", Twiml(message.Message));
    }

    /// <summary>Says the text twice.</summary>
    private static string Twiml(SmsMessage message)
    {
        var language = SpokenText.Language(message.Locale) is { } name ? $" language=\"{name}\"" : "";
        return $"<Response><Say loop=\"2\"{language}>{SecurityElement.Escape(SpokenText.Of(message))}</Say></Response>";
    }
}
