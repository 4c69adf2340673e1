using System.Collections.Frozen;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Texts;

/// <summary>What the gateway says in the place of a caller: texts in several languages for the messages it applies to.</summary>
public sealed record TextTemplate
{
    public required string Name { get; init; }

    /// <value>Whose messages; null for every caller's. So also the next three.</value>
    public string? Caller { get; init; }

    /// <value>The client application, by its id.</value>
    public string? ClientId { get; init; }

    /// <value>Such as <c>otp_verify</c>.</value>
    public string? MessageType { get; init; }

    public Channel? Channel { get; init; }

    /// <value>Whether it also takes the place of a text that the request has; false: only of one that is missing.</value>
    public bool ReplaceBody { get; init; }

    /// <value>What <c>{application}</c> is when the request does not tell.</value>
    public string? Application { get; init; }

    /// <value>What <c>{organization}</c> is when the request does not tell.</value>
    public string? Organization { get; init; }

    /// <value>The language of the text for all that have none of their own.</value>
    public required string DefaultLocale { get; init; }

    /// <value>By language tag, with dashes and in any case.</value>
    public required IReadOnlyDictionary<string, TemplateText> Texts { get; init; }

    /// <summary>How much it asks of a message. No two that ask for different things ask equally much.</summary>
    internal int Precision =>
        (ClientId is null ? 0 : 8)
        + (Caller is null ? 0 : 4)
        + (MessageType is null ? 0 : 2)
        + (Channel is null ? 0 : 1);

    public bool AppliesTo(string caller, string? clientId, string? messageType, Channel channel) =>
        (ClientId is null || ClientId == clientId)
        && (Caller is null || string.Equals(Caller, caller, StringComparison.OrdinalIgnoreCase))
        && (MessageType is null || string.Equals(MessageType, messageType, StringComparison.OrdinalIgnoreCase))
        && (Channel is null || Channel == channel);

    /// <param name="locale">As posted: BCP 47, Auth0's form, or a browser's list.</param>
    /// <param name="values">Those that the request has.</param>
    /// <returns>The text and its language: as posted where the text is in it, else the text's own.</returns>
    public (string Text, string Locale) Text(string? locale, in TemplateValues values)
    {
        var language = LanguageTag.First(locale ?? "");
        var found = language;
        while (found is not null && !Texts.ContainsKey(found))
        {
            found = LanguageTag.Wider(found);
        }

        var text = Texts[found ?? DefaultLocale]
            .With(
                values with
                {
                    Application = values.Application ?? Application,
                    Organization = values.Organization ?? Organization,
                }
            );
        return (text, found is null ? DefaultLocale : language!);
    }

    /// <param name="reader">The template's section.</param>
    /// <param name="callers">The names of those that are configured.</param>
    internal static TextTemplate Read(ConfigurationReader reader, IReadOnlyList<string> callers)
    {
        var texts = ReadTexts(reader);
        var template = new TextTemplate
        {
            Name = reader.Name,
            Caller = reader.Optional("Caller"),
            ClientId = reader.Optional("ClientId"),
            MessageType = reader.Optional("MessageType"),
            Channel = reader.Optional("Channel") is null ? null : reader.Choice("Channel", default(Channel)),
            ReplaceBody = reader.Flag("ReplaceBody", false),
            Application = reader.Text("Application"),
            Organization = reader.Text("Organization"),
            DefaultLocale = ReadDefaultLocale(reader, texts),
            Texts = texts
                .Where(text => text.Value is not null)
                .ToFrozenDictionary(text => text.Key, text => text.Value!, StringComparer.OrdinalIgnoreCase),
        };
        if (template.Caller is { } caller && !callers.Contains(caller, StringComparer.OrdinalIgnoreCase))
        {
            reader.Error(
                "Caller",
                $"names a caller that is not configured; configured are {string.Join(", ", callers.Order(StringComparer.Ordinal))}"
            );
        }

        RequireIfUsed(reader, template, "Application", template.Application, TemplateText.Application);
        RequireIfUsed(reader, template, "Organization", template.Organization, TemplateText.Organization);
        reader.RejectUnknownKeys();
        return template;
    }

    private static Dictionary<string, TemplateText?> ReadTexts(ConfigurationReader reader)
    {
        var section = reader.Section("Texts");
        var texts = new Dictionary<string, TemplateText?>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.Keys())
        {
            if (LanguageTag.Parse(key) is not { } tag)
            {
                section.Error(key, "must be a language such as en, pt-BR or pt_BR");
            }
            else if (!texts.TryAdd(tag, ReadText(section, key)))
            {
                section.Error(key, "is there twice, with a dash and with an underscore");
            }
        }

        if (!reader.Has("Texts"))
        {
            reader.Error("Texts", $"needs a text, such as {reader.KeyOf("Texts")}__en");
        }

        return texts;
    }

    private static TemplateText? ReadText(ConfigurationReader section, string key)
    {
        var text = TemplateText.Parse(section.Text(key) ?? "", out var mistake);
        if (
            text is not null
            && text.LiteralLength + (text.Places * TextOptions.MaxValueLength) > SmsMessage.MaxBodyLength
        )
        {
            mistake = $"with values of {TextOptions.MaxValueLength} characters it has over {SmsMessage.MaxBodyLength}";
        }

        if (mistake is not null)
        {
            section.Error(key, mistake);
        }

        return text;
    }

    private static string ReadDefaultLocale(ConfigurationReader reader, Dictionary<string, TemplateText?> texts)
    {
        var named = reader.Optional("DefaultLocale");
        if (named is null && texts.Count > 1)
        {
            reader.Error("DefaultLocale", "is required when there are several texts: the language of all others");
        }
        else if (named is not null && !texts.ContainsKey(LanguageTag.Parse(named) ?? ""))
        {
            reader.Error("DefaultLocale", "names a language in which there is no text");
        }

        return LanguageTag.Parse(named ?? texts.Keys.FirstOrDefault() ?? "") ?? "";
    }

    /// <summary>A request need not tell it, and no text goes out with a hole in it.</summary>
    private static void RequireIfUsed(
        ConfigurationReader reader,
        TextTemplate template,
        string key,
        string? value,
        string place
    )
    {
        var isUsed = template.Texts.Values.Any(text => text.Has(place));
        if (isUsed && value is null)
        {
            reader.Error(key, $"is required with {{{place}}} in a text: what stands there when the request has none");
        }
        else if (value is { Length: > TextOptions.MaxValueLength })
        {
            reader.Error(key, $"must have at most {TextOptions.MaxValueLength} characters");
        }
        else if (value is not null && !isUsed && template.Texts.Count > 0)
        {
            reader.Warn(key, $"has no effect: no text has {{{place}}}");
        }
    }
}
