using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Vonage;

/// <summary>Settings of a carrier of kind Vonage: an API key with its secret for texts, or an application, which can call as well.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">
/// Default <c>https://api.nexmo.com/</c>; <c>https://api-eu.vonage.com/</c> and the like keep messages in a region.
/// </param>
/// <param name="From">Sender when the message has none. Every text needs one.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="ApiKeySecretName">Names the API key; null with an application.</param>
/// <param name="ApiSecretSecretName">Names the API secret; null with an application.</param>
/// <param name="ApplicationId">The application's UUID; null with an API key.</param>
/// <param name="PrivateKeySecretName">Names the application's private key, an RSA key in PEM form.</param>
public sealed record VonageOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string? ApiKeySecretName,
    string? ApiSecretSecretName,
    string? ApplicationId,
    string? PrivateKeySecretName
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string?>
        {
            [nameof(ApiKeySecretName)] = ApiKeySecretName,
            [nameof(ApiSecretSecretName)] = ApiSecretSecretName,
            [nameof(PrivateKeySecretName)] = PrivateKeySecretName,
        }
            .Where(secret => secret.Value is not null)
            .ToDictionary(secret => secret.Key, secret => secret.Value!);

    /// <summary>A call may come from any number of the application.</summary>
    public override bool HasSenderFor(SmsMessage message) =>
        message.Channel == Channel.Voice || SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new VonageCarrier(this, http, secrets);

    public override string? Mistake(string setting, Sensitive secret) =>
        setting != nameof(PrivateKeySecretName) ? base.Mistake(setting, secret)
        : VonageToken.IsPrivateKey(secret.Reveal()) ? null
        : "the secret is no RSA private key in PEM form";

    public static VonageOptions Read(ConfigurationReader reader)
    {
        var apiKey = reader.Optional(nameof(ApiKeySecretName));
        var apiSecret = reader.Optional(nameof(ApiSecretSecretName));
        var application = reader.Optional(nameof(ApplicationId));
        var privateKey = reader.Optional(nameof(PrivateKeySecretName));
        if ((apiKey ?? apiSecret) is not null && (application ?? privateKey) is not null)
        {
            reader.Error(
                application is null ? nameof(PrivateKeySecretName) : nameof(ApplicationId),
                "and the API key exclude each other: an application sends texts, too"
            );
        }
        else if ((apiKey ?? apiSecret ?? application ?? privateKey) is null)
        {
            reader.Error(
                nameof(ApplicationId),
                "is required with PrivateKeySecretName (or ApiKeySecretName with ApiSecretSecretName)"
            );
        }
        else
        {
            RequireBoth(reader, (nameof(ApiKeySecretName), apiKey), (nameof(ApiSecretSecretName), apiSecret));
            RequireBoth(reader, (nameof(ApplicationId), application), (nameof(PrivateKeySecretName), privateKey));
        }

        if (application is not null && !Guid.TryParseExact(application, "D", out _))
        {
            reader.Error(nameof(ApplicationId), "must be a UUID");
        }

        SenderWarning.Look(reader, "Vonage");
        return new VonageOptions(
            reader.Name,
            reader.Address("BaseAddress", "https://api.nexmo.com/"),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            apiKey,
            apiSecret,
            application,
            privateKey
        );
    }

    private static void RequireBoth(
        ConfigurationReader reader,
        (string Key, string? Value) one,
        (string Key, string? Value) other
    )
    {
        if ((one.Value is null) != (other.Value is null))
        {
            var (missing, present) = one.Value is null ? (one.Key, other.Key) : (other.Key, one.Key);
            reader.Error(missing, $"is required with {present}");
        }
    }
}
