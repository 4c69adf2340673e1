using System.Collections.Frozen;
using System.Globalization;

namespace SmsGateway.Carriers.Generic;

/// <summary>Something of a message that a template can name in braces.</summary>
/// <param name="Name">As written between the braces.</param>
/// <param name="Of">Its text for a message; null when the message has none.</param>
internal sealed record MessageField(string Name, Func<CarrierMessage, string?> Of)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>All of them, in the order in which they are told.</summary>
    public static readonly IReadOnlyList<MessageField> All =
    [
        new("recipient", message => message.Message.Recipient.E164),
        new("recipientDigits", message => message.Message.Recipient.Digits) { IsNumber = true },
        new("body", message => message.Message.Body.Reveal()) { IsAnyText = true },
        new("sender", message => message.Sender?.Value) { MayBeMissing = true },
        new("senderDigits", message => message.Sender?.WithoutPlus) { MayBeMissing = true },
        new("id", message => message.Id.ToString()),
        new("repeatKey", message => message.RepeatKey().ToString()),
        new("region", message => message.Message.Recipient.Region),
        new("expirySeconds", message => Text(message.RemainingSeconds)) { IsNumber = true },
        new("expiryMilliseconds", message => Text(message.RemainingSeconds * 1000L)) { IsNumber = true },
        new("expiryMinutes", message => Text(Math.Max(1, message.RemainingSeconds / (int)Minute.TotalSeconds)))
        {
            IsNumber = true,
        },
        new("expiresAt", message => message.ExpiryTimestamp),
        new("expiresAtUnix", message => Text(message.ExpiresAt.ToUnixTimeSeconds())) { IsNumber = true },
    ];

    private static readonly FrozenDictionary<string, MessageField> ByName = All.ToFrozenDictionary(
        field => field.Name,
        StringComparer.OrdinalIgnoreCase
    );

    /// <value>Whether its text is a JSON number.</value>
    public bool IsNumber { get; init; }

    /// <value>Whether a message may be without it.</value>
    public bool MayBeMissing { get; init; }

    /// <value>Whether it may hold any characters at all.</value>
    public bool IsAnyText { get; init; }

    public static MessageField? Find(string name) => ByName.GetValueOrDefault(name);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
