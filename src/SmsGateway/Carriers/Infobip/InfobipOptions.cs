using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Infobip;

/// <summary>Settings of a carrier of kind Infobip.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default <c>https://api.infobip.com/</c>; each account has one of its own, <c>https://{personal}.api.infobip.com/</c>.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="ApiKeySecretName">Names the API key.</param>
public sealed record InfobipOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string ApiKeySecretName
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string> { [nameof(ApiKeySecretName)] = ApiKeySecretName };

    /// <summary>A text may go without, by the account's rules; a call has a caller.</summary>
    public override bool HasSenderFor(SmsMessage message) =>
        message.Channel != Channel.Voice || SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new InfobipCarrier(this, http, secrets);

    public static InfobipOptions Read(ConfigurationReader reader) =>
        new(
            reader.Name,
            reader.Address("BaseAddress", "https://api.infobip.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            reader.Required("ApiKeySecretName")
        );
}
