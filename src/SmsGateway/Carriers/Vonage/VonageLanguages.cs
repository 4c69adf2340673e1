using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Vonage;

/// <summary>
/// The languages of Vonage's voices, by which a locale finds one: of a voice that there is not, a call would say nothing. From
/// https://developer.vonage.com/en/voice/voice-api/concepts/text-to-speech and the Voice API's description, version 1.10.0.
/// </summary>
internal static class VonageLanguages
{
    /// <summary>Of those with several regions the first is the one meant where none is named, as in CLDR's likely subtags.</summary>
    private static readonly string[] Known =
    [
        .. "ar ca-ES cs-CZ cy-GB da-DK de-DE el-GR en-US en-AU en-GB en-GB-WLS en-IN en-ZA es-ES es-MX es-US".Split(
            ' '
        ),
        .. "eu-ES fi-FI fil-PH fr-FR fr-CA he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP ko-KR nb-NO nl-NL no-NO".Split(
            ' '
        ),
        .. "pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sv-SE th-TH tr-TR uk-UA vi-VN cmn-CN cmn-TW yue-CN".Split(' '),
    ];

    /// <returns>Null when there is no voice for it, or it is no locale.</returns>
    public static string? Of(string? locale)
    {
        if (SpokenText.Language(locale) is not { } language)
        {
            return null;
        }

        // What ISO 639-3 calls cmn and yue, the rest of the world writes as zh.
        var tag = language.ToUpperInvariant() switch
        {
            "ZH-TW" or "ZH-HANT" or "ZH-HANT-TW" => "cmn-TW",
            "ZH-HK" or "ZH-MO" or "ZH-HANT-HK" or "ZH-HANT-MO" => "yue-CN",
            "ZH" => "cmn",
            var chinese when chinese.StartsWith("ZH-", StringComparison.Ordinal) => "cmn",
            _ => language,
        };
        var first = tag.Split('-')[0];
        return Known.FirstOrDefault(known => known.Equals(tag, StringComparison.OrdinalIgnoreCase))
            ?? Known.FirstOrDefault(known => known.Split('-')[0].Equals(first, StringComparison.OrdinalIgnoreCase));
    }
}
