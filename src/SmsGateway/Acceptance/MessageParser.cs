using System.Text.Json;
using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

/// <summary>
/// Reads a caller's JSON into a message, collecting every mistake. Takes the shapes Auth0 sends: the legacy connection's
/// <c>recipient, body, sender, req</c>, and its sample Actions' <c>text</c>, <c>from</c> and <c>message_type</c>. What is only
/// passed on is no reason to refuse a code: an Action sends there whatever its author had at hand.
/// </summary>
public static class MessageParser
{
    /// <summary>Longest code and correlation id; longer values of informational fields are cut.</summary>
    public const int MaxFieldLength = 256;

    /// <summary>No limit of its own: a body of 16 KiB has few enough levels, and what is only passed on may have them.</summary>
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = AcceptanceHandler.MaxBodyBytes };

    /// <summary>What a message is made of, or told apart by. None is there twice: nobody could tell which one is meant.</summary>
    private static readonly string[] DecidingFields =
    [
        "recipient",
        "body",
        "text",
        "sender",
        "from",
        "channel",
        "message_type",
        "code",
        "correlationId",
    ];

    /// <summary>Auth0's own kinds of message, which some Actions send as <c>message_type</c>; no channel, and nothing wrong either.</summary>
    private static readonly string[] Purposes =
    [
        "otp_verify",
        "otp_enroll",
        "blocked_account",
        "change_password",
        "password_breach",
    ];

    /// <param name="utf8">The request's body.</param>
    /// <param name="texts">Finds the message's text; null: it is the one that was posted.</param>
    /// <param name="caller">Who posted it.</param>
    public static MessageResult Parse(ReadOnlyMemory<byte> utf8, TextComposer? texts = null, string caller = "")
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(utf8), Json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, texts ?? TextComposer.AsPosted, caller)
                : MessageResult.Invalid.Of("", "must be a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: invalid UTF-8 or a lone surrogate inside a string.
            return MessageResult.Invalid.Of("", "must be JSON in UTF-8");
        }
    }

    private static MessageResult Read(JsonElement root, TextComposer texts, string caller)
    {
        var fields = new FieldReader(root);
        if (fields.HasTwice(DecidingFields))
        {
            return MessageResult.Invalid.Of("", "must have each of its fields once");
        }

        var recipientText = fields.String("recipient");
        var senderField = fields.NameOf("sender", "from");
        var isSenderText = fields.TryString(senderField, out var senderText);
        var purpose = fields.Informational("messageType");
        var channel = ReadChannel(fields, ref purpose);
        // Auth0's sample Action calls it language.
        var posted = fields.Informational("locale") ?? fields.Informational("language");
        var correlationId = fields.Limited("correlationId");
        var organization = fields.InformationalId("organization");
        var clientId = fields.Informational("clientId");
        var userId = fields.Informational("userId");
        var code = fields.Limited("code");
        var (body, locale) = texts.Compose(fields, new(caller, channel, posted, purpose, clientId, code));
        var (ip, userAgent, country) = ReadRequest(fields.Object("req"));

        PhoneNumber recipient = default;
        if (recipientText is null)
        {
            fields.Missing("recipient");
        }
        else if (!PhoneNumber.TryParse(recipientText, out recipient))
        {
            fields.Error(
                "recipient",
                $"must be a number in E.164 form: a plus sign, a country code that exists, and {PhoneNumber.MinDigits} to {PhoneNumber.MaxDigits} digits in all"
            );
        }

        Sender? sender = null;
        var isSenderUsable =
            isSenderText && (string.IsNullOrWhiteSpace(senderText) || Sender.TryParse(senderText, out sender));
        if (!isSenderUsable && fields.Errors.Count > 0)
        {
            // Alone it is a mistake only on some routes; among others it is told with them.
            fields.Error(senderField, Sender.Rule);
        }

        var secretCode = code is null ? null : new Sensitive(code);

        return fields.Errors.Count > 0
            ? new MessageResult.Invalid(fields.Errors)
            : new MessageResult.Valid(
                new SmsMessage(recipient, new Sensitive(body!), sender, channel, locale) { Code = secretCode },
                new RequestContext(ip, userAgent, country, purpose, correlationId, organization, clientId, userId)
            )
            {
                Code = secretCode,
                UnusableSender = isSenderUsable ? null : senderField,
                Follow = fields.Flag("follow"),
            };
    }

    private static Channel ReadChannel(FieldReader fields, ref string? purpose)
    {
        var key = fields.NameOf("channel", "message_type");
        var text = fields.String(key);
        switch (text?.ToLowerInvariant())
        {
            case null or "sms" or "text":
            case { } blank when string.IsNullOrWhiteSpace(blank):
                return Channel.Sms;
            case "voice":
                return Channel.Voice;
            default:
                if (key == "message_type" && Purposes.Contains(text, StringComparer.OrdinalIgnoreCase))
                {
                    purpose ??= text;
                }
                else
                {
                    fields.Error(key, "must be sms or voice");
                }

                return Channel.Sms;
        }
    }

    /// <summary>Either the legacy connection's <c>{ip, "user-agent"}</c> or an Action's <c>event.request</c>.</summary>
    private static (string? Ip, string? UserAgent, string? Country) ReadRequest(JsonElement? request)
    {
        if (request is not { } element)
        {
            return default;
        }

        var country = JsonMembers.Object(element, "geoip") is { } geoip
            ? JsonMembers.Shortened(geoip, "countryCode")
            : null;
        return (
            JsonMembers.Shortened(element, "ip"),
            JsonMembers.Shortened(element, "user-agent") ?? JsonMembers.Shortened(element, "user_agent"),
            country
        );
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
