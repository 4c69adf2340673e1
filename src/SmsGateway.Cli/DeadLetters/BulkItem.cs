using SmsGateway.DeadLetters;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>One dead letter of many that something is done to.</summary>
/// <param name="id">Whose.</param>
/// <param name="known">What the list told; null when only the id is known.</param>
internal sealed class BulkItem(string id, DeadLetterWire? known)
{
    public const string NotTried = "not tried";

    /// <summary>It was asked for, and no answer came.</summary>
    public const string Unknown = "unknown";

    /// <summary>The gateway will not, as it stands.</summary>
    public const string Refused = "refused";

    /// <summary>There is none with this id (any more).</summary>
    public const string Gone = "gone";

    public const string Failed = "failed";

    public string Id => id;

    public DeadLetterWire? Known => known;

    /// <summary>One of the above, or the word for what was done.</summary>
    public string Result { get; private set; } = NotTried;

    public string? Detail { get; private set; }

    public void Set(string result, string? detail = null) => (Result, Detail) = (result, detail);
}
