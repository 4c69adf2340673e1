using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Plivo;

/// <summary>Settings of a carrier of kind Plivo.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default <c>https://api.plivo.com/</c>.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="AuthId">The account's; part of the path.</param>
/// <param name="AuthTokenSecretName">Names the auth token.</param>
/// <param name="PowerpackUuid">A pool of senders, which chooses one when neither the message nor <paramref name="From"/> does.</param>
public sealed record PlivoOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string AuthId,
    string AuthTokenSecretName,
    string? PowerpackUuid
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string> { [nameof(AuthTokenSecretName)] = AuthTokenSecretName };

    public override bool ChoosesSender => PowerpackUuid is not null;

    public override bool HasSenderFor(SmsMessage message) => ChoosesSender || SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new PlivoCarrier(this, http, secrets);

    public static PlivoOptions Read(ConfigurationReader reader)
    {
        var authId = reader.Required("AuthId");
        if (!authId.All(char.IsAsciiLetterOrDigit))
        {
            reader.Error("AuthId", "may hold letters and digits only");
        }

        var powerpack = reader.Optional("PowerpackUuid");
        if (powerpack is not null && !Guid.TryParseExact(powerpack, "D", out _))
        {
            reader.Error("PowerpackUuid", "must be a UUID, such as 01234567-89ab-cdef-0123-456789abcdef");
        }

        SenderWarning.Look(reader, "Plivo", nameof(PowerpackUuid));
        return new PlivoOptions(
            reader.Name,
            reader.Address("BaseAddress", "https://api.plivo.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            authId,
            reader.Required("AuthTokenSecretName"),
            powerpack
        );
    }
}
