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
    public override IReadOnlyDictionary<string, string> SecretNames =>
        new Dictionary<string, string> { [nameof(ApiKeySecretName)] = ApiKeySecretName };

    public override ICarrier Create(CarrierHttp http, ISecretStore secrets) =>
        new EightByEightCarrier(this, http, secrets);

    public static EightByEightOptions Read(ConfigurationReader reader)
    {
        var subAccount = reader.Required("SubAccountId");
        if (!subAccount.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            reader.Error("SubAccountId", "may hold letters, digits, dashes, dots and underscores only");
        }

        return new EightByEightOptions(
            reader.Name,
            reader.Address("BaseAddress", Host(reader.Choice("Region", EightByEightRegion.Apac))),
            reader.Sender("From"),
            reader.Flag("AlwaysUseFrom", false),
            subAccount,
            reader.Required("ApiKeySecretName")
        );
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
