using System.Net.Http.Headers;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Vonage;

/// <summary>Vonage Messages API v1 and, for calls, Voice API v1, which only applications may use.</summary>
internal sealed class VonageCarrier(VonageOptions options, CarrierHttp http, ISecretStore secrets) : ICarrier
{
    // The carrier's limits, in seconds; 60 is how long it rings by itself.
    private const int ShortestLife = 20;
    private const int LongestLife = 604800;
    private const int LongestRinging = 60;

    /// <summary>In characters, of a call.</summary>
    private const int MaxSpokenLength = 1500;

    private readonly VonageToken? _token = options.ApplicationId is { } id ? new VonageToken(id) : null;

    public bool Supports(Channel channel) => channel == Channel.Sms || _token is not null;

    public async ValueTask<SendOutcome> SendAsync(CarrierMessage message, CancellationToken cancellationToken)
    {
        var isVoice = message.Message.Channel == Channel.Voice;
        if (message.Sender is null && !isVoice)
        {
            return SendOutcome.NoSender;
        }

        var spoken = isVoice ? SpokenText.WithoutMarkup(SpokenText.Of(message.Message)) : "";
        if (spoken.Length > MaxSpokenLength)
        {
            return new SendOutcome.Refused("too-long", "text too long for a call of this carrier")
            {
                OfThisMessage = true,
            };
        }

        var authorization = await AuthorizeAsync(message.Now, cancellationToken);
        return await http.SendAsync(
            message.Id,
            HttpMethod.Post,
            isVoice ? "v1/calls" : "v1/messages",
            isVoice
                ? JsonBody.Create(Call(message, spoken), VonageJson.Default.VonageCall)
                : JsonBody.Create(Text(message, message.Sender!), VonageJson.Default.VonageText),
            request => request.Headers.Authorization = authorization,
            VonageStatusMap.Map,
            cancellationToken
        );
    }

    private async ValueTask<AuthenticationHeaderValue> AuthorizeAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (_token is not null)
        {
            // No header holds it, so its line breaks are no mistake.
            var privateKey = await secrets.GetAsync(options.PrivateKeySecretName!, cancellationToken);
            return new AuthenticationHeaderValue("Bearer", _token.Get(privateKey.Current.Reveal(), now));
        }

        return CarrierSecrets.Basic(
            await CarrierSecrets.ReadAsync(secrets, options.ApiKeySecretName!, cancellationToken),
            await CarrierSecrets.ReadAsync(secrets, options.ApiSecretSecretName!, cancellationToken)
        );
    }

    private static VonageText Text(CarrierMessage message, Sender sender) =>
        new()
        {
            To = message.Message.Recipient.Digits,
            From = sender.WithoutPlus,
            Text = message.Message.Body.Reveal(),
            Ttl = Math.Clamp(message.RemainingSeconds, ShortestLife, LongestLife),
            ClientRef = message.Id.ToString(),
        };

    private static VonageCall Call(CarrierMessage message, string spoken) =>
        new()
        {
            To = [new VonagePhone(message.Message.Recipient.Digits)],
            From = message.Sender is { } sender ? new VonagePhone(sender.WithoutPlus) : null,
            RandomFromNumber = message.Sender is null ? true : null,
            Ncco = [new VonageTalk(spoken, VonageLanguages.Of(message.Message.Locale), 2)],
            // Nobody should answer a call whose code is over.
            RingingTimer = Math.Min(message.RemainingSeconds, LongestRinging),
        };
}
