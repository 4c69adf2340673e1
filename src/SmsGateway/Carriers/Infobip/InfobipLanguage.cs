using System.Collections.Frozen;
using SmsGateway.Carriers.Http;

namespace SmsGateway.Carriers.Infobip;

/// <summary>
/// The languages in which Infobip speaks, by its own names, from
/// https://www.infobip.com/docs/api/channels/voice/calls/call-legs/call-say-text. One that it does not know fails the call, so the
/// nearest one is told, or none, which means English.
/// </summary>
internal static class InfobipLanguage
{
    private static readonly FrozenSet<string> Known = (
        "ar bn bg ca zh-cn zh-tw hr cs da nl en en-au en-gb en-ca en-in en-ie en-gb-wls epo fil-ph fi fr fr-ca fr-ch de de-at "
        + "de-ch el gu he hi hu is id it ja kn ko ms ml no pl pt-pt pt-br ro ru sk sl es es-gl es-mx sv ta te th tr uk vi wls "
        + "ar-ma ur-pk mr-in"
    )
        .Split(' ')
        .ToFrozenSet();

    /// <summary>What others call otherwise, or do not tell apart.</summary>
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["zh"] = "zh-cn",
        ["zh-hant"] = "zh-tw",
        ["zh-hk"] = "zh-tw",
        ["zh-mo"] = "zh-tw",
        ["pt"] = "pt-pt",
        ["nb"] = "no",
        ["nn"] = "no",
        ["cy"] = "wls",
        ["gl"] = "es-gl",
        ["eo"] = "epo",
        ["fil"] = "fil-ph",
        ["tl"] = "fil-ph",
        ["ur"] = "ur-pk",
        ["mr"] = "mr-in",
    }.ToFrozenDictionary();

    /// <returns>Null when the locale is none, or of a language that Infobip does not speak.</returns>
    public static string? For(string? locale) =>
        SpokenText
            .Languages(locale)
            .Select(name => Known.Contains(name) ? name : Others.GetValueOrDefault(name))
            .FirstOrDefault(name => name is not null);
}
