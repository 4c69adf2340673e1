using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Twilio;

/// <summary>Settings of a carrier of kind Twilio.</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default <c>https://api.twilio.com/</c>; regional accounts use <c>https://api.{edge}.{region}.twilio.com/</c>.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="AccountSid">AC and 32 hexadecimal digits; part of the path.</param>
/// <param name="UserName">The API key's SID (SK...) or the account's.</param>
/// <param name="PasswordSecretName">Names the API key's secret or the auth token.</param>
/// <param name="MessagingServiceSid">MG...; chooses the sender when neither the message nor <paramref name="From"/> does.</param>
public sealed record TwilioOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string AccountSid,
    string UserName,
    string PasswordSecretName,
    string? MessagingServiceSid
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    private const int SidDigits = 32;

    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string>
        {
            [UserName == AccountSid ? "AuthTokenSecretName" : "ApiKeySecretSecretName"] = PasswordSecretName,
        };

    public override bool ChoosesSender => MessagingServiceSid is not null;

    /// <summary>
    /// A messaging service chooses senders of texts only. A text that has no sender at all is taken nonetheless, as ever: a start
    /// with such settings warns, and another carrier of the route may have one.
    /// </summary>
    public override bool HasSenderFor(SmsMessage message) =>
        message.Channel != Channel.Voice || SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) => new TwilioCarrier(this, http, secrets);

    public static TwilioOptions Read(ConfigurationReader reader)
    {
        var accountSid = reader.Required("AccountSid");
        var authToken = reader.Optional("AuthTokenSecretName");
        var apiKeySid = reader.Optional("ApiKeySid");
        var apiKeySecret = reader.Optional("ApiKeySecretSecretName");
        if (apiKeySid is null && apiKeySecret is null && authToken is null)
        {
            reader.Error("AuthTokenSecretName", "is required (or ApiKeySid with ApiKeySecretSecretName)");
        }
        else if (apiKeySid is not null && apiKeySecret is null)
        {
            reader.Error("ApiKeySecretSecretName", "is required with ApiKeySid");
        }
        else if (apiKeySid is null && apiKeySecret is not null)
        {
            reader.Error("ApiKeySid", "is required with ApiKeySecretSecretName");
        }
        else if (apiKeySid is not null && authToken is not null)
        {
            reader.Error("AuthTokenSecretName", "and ApiKeySid exclude each other");
        }

        var messagingServiceSid = reader.Optional("MessagingServiceSid");
        CheckSid(reader, "AccountSid", accountSid, "AC");
        CheckSid(reader, "ApiKeySid", apiKeySid, "SK");
        CheckSid(reader, "MessagingServiceSid", messagingServiceSid, "MG");
        var from = reader.Sender("From");
        SenderWarning.Look(reader, "Twilio", nameof(MessagingServiceSid));
        return new TwilioOptions(
            reader.Name,
            reader.Address("BaseAddress", "https://api.twilio.com/"),
            from,
            reader.Flag("AlwaysUseFrom", false),
            accountSid,
            apiKeySid ?? accountSid,
            apiKeySecret ?? authToken ?? "",
            messagingServiceSid
        );
    }

    /// <summary>The prefix tells what a SID names; one put in another's place is the likeliest mistake.</summary>
    private static void CheckSid(ConfigurationReader reader, string key, string? sid, string prefix)
    {
        if (
            sid is { Length: > 0 }
            && !(
                sid.StartsWith(prefix, StringComparison.Ordinal)
                && sid.Length == prefix.Length + SidDigits
                && sid[prefix.Length..].All(char.IsAsciiHexDigit)
            )
        )
        {
            reader.Error(key, $"must be {prefix} and {SidDigits} hexadecimal digits");
        }
    }
}
