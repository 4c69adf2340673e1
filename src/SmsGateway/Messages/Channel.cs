namespace SmsGateway.Messages;

/// <summary>How the message reaches the phone.</summary>
public enum Channel
{
    /// <summary>A text message.</summary>
    Sms,

    /// <summary>A call in which the text is spoken.</summary>
    Voice,
}
