using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.AzureCommunication;

/// <summary>Settings of a carrier of kind AzureCommunication.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">The resource's endpoint, such as <c>https://name.communication.azure.com/</c>; there is no default.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="AccessKeySecretName">Names the resource's access key; null: the gateway's identity in Azure.</param>
public sealed record AzureCommunicationOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string? AccessKeySecretName
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        AccessKeySecretName is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { [nameof(AccessKeySecretName)] = AccessKeySecretName };

    public override string? Mistake(string setting, Sensitive secret) =>
        AzureCommunicationSignature.Decode(secret.Reveal()) is null
            ? "is no access key, which is in base64; of a connection string it is what follows accesskey="
            : base.Mistake(setting, secret);

    public override string? KeyInPlaceOfIdentity => AccessKeySecretName is null ? nameof(AccessKeySecretName) : null;

    public override bool HasSenderFor(SmsMessage message) => SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => Create(http, secrets, null);

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets, IAccessTokenSource? tokens) =>
        new AzureCommunicationCarrier(this, http, secrets, tokens);

    public static AzureCommunicationOptions Read(ConfigurationReader reader)
    {
        reader.Required("BaseAddress");
        SenderWarning.Look(reader, "Azure Communication Services");
        return new AzureCommunicationOptions(
            reader.Name,
            reader.Address("BaseAddress", "https://not-set.invalid/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            reader.Optional(nameof(AccessKeySecretName))
        );
    }
}
