namespace SmsGateway.Messages;

/// <summary>What the phone should show.</summary>
/// <param name="Recipient">Whose phone.</param>
/// <param name="Body">The text, 1 to <see cref="MaxBodyLength"/> characters as a reader counts them; it holds the code.</param>
/// <param name="Sender">Whom to show as the sender; null leaves it to the carrier's configuration.</param>
/// <param name="Channel">Text message or call.</param>
/// <param name="Locale">BCP 47 or Auth0 style (<c>en_US</c>); voices are chosen by it.</param>
public sealed record SmsMessage(PhoneNumber Recipient, Sensitive Body, Sender? Sender, Channel Channel, string? Locale)
{
    /// <summary>Twilio's and Plivo's limit, the lowest among carriers that split long texts themselves.</summary>
    public const int MaxBodyLength = 1600;

    /// <summary>
    /// The same in UTF-16 code units. What a reader takes for one character can be any number of them, and carriers bill by them;
    /// few are more than four.
    /// </summary>
    public const int MaxBodyUnits = 4 * MaxBodyLength;

    /// <value>The code inside the body, when the caller gave it: a call spells it, and a text may become one.</value>
    public Sensitive? Code { get; init; }
}

/// <summary>What the caller told about the circumstances: for records, and templates are chosen by it; nothing else is decided by it.</summary>
public sealed record RequestContext(
    string? Ip,
    string? UserAgent,
    string? Country,
    string? MessageType,
    string? CorrelationId,
    string? Organization,
    string? ClientId,
    string? UserId = null
)
{
    public static readonly RequestContext Empty = new(null, null, null, null, null, null, null);
}
