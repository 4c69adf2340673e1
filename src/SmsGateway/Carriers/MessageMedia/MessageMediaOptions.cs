using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>How requests prove who sends them.</summary>
public enum MessageMediaSigning
{
    /// <summary>Key and secret in the Authorization header.</summary>
    Basic,

    /// <summary>A signature over date, body and request line; the secret itself stays here.</summary>
    Hmac,
}

/// <summary>Settings of a carrier of kind MessageMedia.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">
/// Default <c>https://api.messagemedia.com/</c>; newer accounts have <c>https://au.app.api.sinch.com/</c> or <c>https://eu.app.api.sinch.com/</c>.
/// </param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="ApiKeySecretName">Names the API key.</param>
/// <param name="ApiSecretSecretName">Names the API secret.</param>
/// <param name="Signing">Default <see cref="MessageMediaSigning.Basic"/>; the other must be chosen for the key in the carrier's portal.</param>
public sealed record MessageMediaOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string ApiKeySecretName,
    string ApiSecretSecretName,
    MessageMediaSigning Signing
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string>
        {
            [nameof(ApiKeySecretName)] = ApiKeySecretName,
            [nameof(ApiSecretSecretName)] = ApiSecretSecretName,
        };

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) =>
        new MessageMediaCarrier(this, http, secrets);

    public static MessageMediaOptions Read(ConfigurationReader reader) =>
        new(
            reader.Name,
            reader.Address("BaseAddress", "https://api.messagemedia.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            reader.Required("ApiKeySecretName"),
            reader.Required("ApiSecretSecretName"),
            reader.Choice("Signing", MessageMediaSigning.Basic)
        );
}
