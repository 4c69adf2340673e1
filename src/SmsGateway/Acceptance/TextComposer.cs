using SmsGateway.Messages;
using SmsGateway.Telemetry;
using SmsGateway.Texts;

namespace SmsGateway.Acceptance;

/// <summary>Finds what a message says: the text that was posted, or one made from a template.</summary>
public sealed class TextComposer(TextOptions options)
{
    /// <summary>Takes every text as it was posted.</summary>
    internal static readonly TextComposer AsPosted = new(new TextOptions());

    /// <summary>Meters what the text of an accepted message costs; calls have no segments.</summary>
    public static void Meter(GatewayTelemetry telemetry, string caller, SmsMessage message)
    {
        if (telemetry.WantsSizes && message.Channel == Channel.Sms)
        {
            var size = TextSize.Of(message.Body.Reveal());
            telemetry.Sized(caller, size.EncodingName, size.Segments);
        }
    }

    /// <param name="fields">The request, in which the text is read and its mistakes are noted.</param>
    /// <param name="draft">What else is known of the message.</param>
    /// <returns>The text, null when it is a mistake; and the language it is in, as far as anybody knows.</returns>
    internal (string? Text, string? Locale) Compose(FieldReader fields, in MessageDraft draft)
    {
        var bodyField = fields.NameOf("body", "text");
        var template = Find(draft);
        var (text, locale) =
            template is not null && draft.Code is not null && (template.ReplaceBody || fields.IsEmpty(bodyField))
                ? FromTemplate(template, fields, draft)
                : (Posted(fields, bodyField, template), LanguageTag.OfPosted(draft.Locale));
        return options.SmartEncoding && text is not null && draft.Channel == Channel.Sms
            ? (SmartEncoding.Apply(text, draft.Code), locale)
            : (text, locale);
    }

    private TextTemplate? Find(in MessageDraft draft)
    {
        foreach (var template in options.Templates)
        {
            if (template.AppliesTo(draft.Caller, draft.ClientId, draft.MessageType, draft.Channel))
            {
                return template;
            }
        }

        return null;
    }

    private static (string Text, string Locale) FromTemplate(
        TextTemplate template,
        FieldReader fields,
        in MessageDraft draft
    )
    {
        var (text, locale) = template.Text(
            draft.Locale,
            new TemplateValues(
                draft.Code!.ReplaceLineEndings(" "),
                fields.NameIn("application"),
                fields.NameIn("organization")
            )
        );
        return (BodyText.WithoutControls(text), locale);
    }

    private string? Posted(FieldReader fields, string field, TextTemplate? template)
    {
        var body = fields.String(field) is { } text ? BodyText.WithoutControls(text) : null;
        if (string.IsNullOrWhiteSpace(body))
        {
            fields.Missing(
                field,
                options.Templates.Count == 0 ? "is required"
                    : template is null ? "is required: no template applies"
                    : "is required: there is no code to put into a template"
            );
        }
        else if (body.Length > SmsMessage.MaxBodyUnits || BodyText.IsLongerThan(SmsMessage.MaxBodyLength, body))
        {
            fields.Error(field, $"must have at most {SmsMessage.MaxBodyLength} characters");
        }

        return body;
    }
}

/// <summary>What is known of a message before its text.</summary>
internal readonly record struct MessageDraft(
    string Caller,
    Channel Channel,
    string? Locale,
    string? MessageType,
    string? ClientId,
    string? Code
);
