using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

/// <summary>What came of reading a caller's JSON.</summary>
public abstract record MessageResult
{
    private MessageResult() { }

    /// <param name="Message">What to deliver.</param>
    /// <param name="Context">Circumstances, for the record.</param>
    public sealed record Valid(SmsMessage Message, RequestContext Context) : MessageResult
    {
        /// <value>The code inside the body, when the caller gave it on its own.</value>
        public Sensitive? Code { get; init; }

        /// <value>The field with a sender that no carrier could show; the message is without it.</value>
        public string? UnusableSender { get; init; }

        /// <value>Whether the caller asks that a delivery be recorded, so that it can be followed to its end.</value>
        public bool Follow { get; init; }
    }

    /// <param name="Errors">Field to what is wrong with it; the empty field is the whole document.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : MessageResult
    {
        public static Invalid Of(string field, string error) =>
            new(new Dictionary<string, string[]> { [field] = [error] });
    }
}
