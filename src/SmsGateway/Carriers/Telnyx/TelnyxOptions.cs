using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Telnyx;

/// <summary>Settings of a carrier of kind Telnyx.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default <c>https://api.telnyx.com/</c>.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="ApiKeySecretName">Names the API key.</param>
/// <param name="MessagingProfileId">Whose pool chooses a number when there is no sender; names as senders need it, too.</param>
public sealed record TelnyxOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string ApiKeySecretName,
    string? MessagingProfileId
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string> { [nameof(ApiKeySecretName)] = ApiKeySecretName };

    public override bool ChoosesSender => MessagingProfileId is not null;

    public override bool HasSenderFor(SmsMessage message) =>
        ChoosesSender || SenderFor(message) is { Kind: not SenderKind.Alphanumeric };

    internal override void Check(ConfigurationReader reader)
    {
        var named = Senders
            .OrderBy(sender => sender.Key, StringComparer.Ordinal)
            .Select(sender => (Key: $"Senders__{sender.Key}", sender.Value))
            .Prepend((Key: "From", Value: From!))
            .FirstOrDefault(sender => sender.Value?.Kind == SenderKind.Alphanumeric)
            .Key;
        if (MessagingProfileId is null && named is not null)
        {
            reader.Error(nameof(MessagingProfileId), $"is required with a name in {named}");
        }
    }

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new TelnyxCarrier(this, http, secrets);

    public static TelnyxOptions Read(ConfigurationReader reader)
    {
        var profile = reader.Optional(nameof(MessagingProfileId));
        if (profile is not null && !Guid.TryParseExact(profile, "D", out _))
        {
            reader.Error(
                nameof(MessagingProfileId),
                "must be the profile's id, 32 hexadecimal digits with four dashes"
            );
        }

        SenderWarning.Look(reader, "Telnyx", nameof(MessagingProfileId));
        return new TelnyxOptions(
            reader.Name,
            reader.Address("BaseAddress", "https://api.telnyx.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            reader.Required(nameof(ApiKeySecretName)),
            profile
        );
    }
}
