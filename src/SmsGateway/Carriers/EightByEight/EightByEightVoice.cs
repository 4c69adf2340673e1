using System.Collections.Frozen;
using SmsGateway.Carriers.Http;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>Settings of calls, which are another product of 8x8: another host, a subaccount of their own, and voices by name.</summary>
/// <param name="BaseAddress">Default <c>https://voice.8x8.com/</c>, whatever the region.</param>
/// <param name="SubAccountId">Part of the path.</param>
/// <param name="ApiKeySecretName">Names the API key; by default that of the texts.</param>
/// <param name="From">The number from which all calls come; null for that of the message or of the carrier.</param>
/// <param name="Profile">The voice for locales that <paramref name="Profiles"/> does not have.</param>
/// <param name="Profiles">Locale in lower case, such as <c>de</c> or <c>de-at</c>, to voice.</param>
public sealed record EightByEightVoice(
    Uri BaseAddress,
    string SubAccountId,
    string ApiKeySecretName,
    Sender? From,
    string Profile,
    IReadOnlyDictionary<string, string> Profiles
)
{
    /// <summary>The voice of the locale, or of its language, or of all others.</summary>
    public string ProfileFor(string? locale) =>
        SpokenText
            .Languages(locale)
            .Select(language => Profiles.GetValueOrDefault(language))
            .FirstOrDefault(p => p is not null)
        ?? Profile;

    /// <returns>Null when nothing is said of calls.</returns>
    public static EightByEightVoice? Read(ConfigurationReader reader, string apiKeySecretName)
    {
        var subAccount = EightByEightOptions.SubAccount(
            reader,
            "VoiceSubAccountId",
            reader.Optional("VoiceSubAccountId")
        );
        var secret = reader.Optional("VoiceApiKeySecretName");
        var from = reader.Sender("VoiceFrom");
        var profile = Checked(reader, "VoiceProfile");
        var profiles = ReadProfiles(reader.Section("VoiceProfiles"));
        var address = reader.Address("VoiceBaseAddress", "https://voice.8x8.com/");
        if (
            (subAccount ?? secret ?? profile ?? reader.Optional("VoiceFrom") ?? reader.Optional("VoiceBaseAddress"))
                is null
            && profiles.Count == 0
        )
        {
            return null;
        }

        if (subAccount is null)
        {
            reader.Error("VoiceSubAccountId", "is required for calls");
        }

        if (profile is null)
        {
            reader.Error("VoiceProfile", "is required for calls, such as en-US-Standard-A");
        }

        if (from is { Kind: not SenderKind.International })
        {
            reader.Error("VoiceFrom", "must be a number in E.164 form: a call comes from one");
        }

        return new EightByEightVoice(
            address,
            subAccount ?? "",
            secret ?? apiKeySecretName,
            from,
            profile ?? "",
            profiles.ToFrozenDictionary()
        );
    }

    private static Dictionary<string, string> ReadProfiles(ConfigurationReader reader)
    {
        var profiles = new Dictionary<string, string>();
        foreach (var key in reader.Keys())
        {
            var profile = Checked(reader, key);
            if (SpokenText.Language(key)?.ToLowerInvariant() is not { } locale)
            {
                reader.Error(key, "must be a locale, such as de or de_AT");
            }
            else if (profile is not null && !profiles.TryAdd(locale, profile))
            {
                reader.Error(key, "is there twice, with a dash and with an underscore");
            }
        }

        return profiles;
    }

    private static string? Checked(ConfigurationReader reader, string key)
    {
        var profile = reader.Optional(key);
        if (profile is not null && CarrierResponse.CleanCode(profile) is null)
        {
            reader.Error(key, "may hold letters, digits, dashes, dots and underscores only, 40 at most");
        }

        return profile;
    }
}
