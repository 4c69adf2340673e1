using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

/// <summary>What came of reading a caller's JSON.</summary>
public abstract record ParsedMessage
{
    private ParsedMessage()
    {
    }

    public sealed record Valid(SmsMessage Message, RequestContext Context) : ParsedMessage;

    /// <param name="Errors">Field to what is wrong with it; the empty field is the whole document.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : ParsedMessage
    {
        public static Invalid Of(string field, string error) => new(new Dictionary<string, string[]> { [field] = [error] });
    }
}
