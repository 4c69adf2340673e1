using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>The data centre of the account; keys are known in their own only.</summary>
public enum EightByEightRegion
{
    /// <summary>sms.8x8.com.</summary>
    Apac,

    /// <summary>sms.us.8x8.com.</summary>
    NorthAmerica,

    /// <summary>sms.8x8.uk.</summary>
    Europe,

    /// <summary>sms.8x8.id.</summary>
    Indonesia,
}

/// <summary>Settings of a carrier of kind EightByEight (or 8x8).</summary>
/// <param name="Name">The carrier's configured name.</param>
/// <param name="BaseAddress">Default by the setting <c>Region</c>, which itself is <see cref="EightByEightRegion.Apac"/> by default.</param>
/// <param name="From">Sender when the message has none.</param>
/// <param name="AlwaysUseFrom">Ignore the message's sender.</param>
/// <param name="SubAccountId">Part of the path.</param>
/// <param name="ApiKeySecretName">Names the API key.</param>
public sealed record EightByEightOptions(
    string Name,
    Uri BaseAddress,
    Sender? From,
    bool AlwaysUseFrom,
    string SubAccountId,
    string ApiKeySecretName
) : CarrierOptions(Name, BaseAddress, From, AlwaysUseFrom)
{
    /// <value>What calls need; null: it sends texts alone.</value>
    public EightByEightVoice? Voice { get; init; }

    public override IReadOnlyDictionary<string, string> SecretNames
    {
        get
        {
            var names = new Dictionary<string, string> { [nameof(ApiKeySecretName)] = ApiKeySecretName };
            if (Voice is not null && Voice.ApiKeySecretName != ApiKeySecretName)
            {
                names["VoiceApiKeySecretName"] = Voice.ApiKeySecretName;
            }

            return names;
        }
    }

    public override bool HasSenderFor(SmsMessage message) =>
        message.Channel != Channel.Voice || Voice?.From is not null || SenderFor(message) is not null;

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) =>
        new EightByEightCarrier(this, http, secrets);

    public static EightByEightOptions Read(ConfigurationReader reader)
    {
        var subAccount = SubAccount(reader, "SubAccountId", reader.Required("SubAccountId"));
        var key = reader.Required("ApiKeySecretName");
        var from = reader.Sender("From");
        var voice = EightByEightVoice.Read(reader, key);
        if (voice is { From: null } && from?.Kind != SenderKind.International)
        {
            reader.Warn(
                "VoiceFrom",
                "is not set, and From is no number: 8x8 makes no call that has no number of its own"
            );
        }

        return new EightByEightOptions(
            reader.Name,
            reader.Address("BaseAddress", Host(reader.Choice("Region", EightByEightRegion.Apac))),
            from,
            reader.Flag("AlwaysUseFrom", false),
            subAccount!,
            key
        )
        {
            Voice = voice,
        };
    }

    /// <summary>It becomes a part of a path.</summary>
    internal static string? SubAccount(ConfigurationReader reader, string key, string? subAccount)
    {
        if (subAccount is not null && !subAccount.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            reader.Error(key, "may hold letters, digits, dashes, dots and underscores only");
        }

        return subAccount;
    }

    private static string Host(EightByEightRegion region) =>
        region switch
        {
            EightByEightRegion.NorthAmerica => "https://sms.us.8x8.com/",
            EightByEightRegion.Europe => "https://sms.8x8.uk/",
            EightByEightRegion.Indonesia => "https://sms.8x8.id/",
            _ => "https://sms.8x8.com/",
        };
}
