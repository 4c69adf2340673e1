using SmsGateway.CarrierSimulator.Carriers;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>
/// What the page looks for. A message is found, with all its attempts, when one of them has everything that is asked for;
/// Page/model.js finds by the same rule among what the page has already.
/// </summary>
/// <param name="text">Words, each of which stands somewhere in the attempt; null for any.</param>
/// <param name="carrier">Its <see cref="Carrier.Name"/>; null for any.</param>
/// <param name="outcome">Null for any.</param>
internal sealed class InboxSearch(string? text, string? carrier, Outcome? outcome)
{
    private readonly string[] _words = (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsForAll => _words.Length == 0 && carrier is null && outcome is null;

    /// <param name="messages">Oldest first, as what comes back.</param>
    public IEnumerable<InboxMessage> Among(InboxMessage[] messages)
    {
        var hits = messages.Where(Fits).ToHashSet();
        var ids = hits.Select(hit => hit.CorrelationId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return messages.Where(message =>
            hits.Contains(message) || (message.CorrelationId is { } id && ids.Contains(id))
        );
    }

    private bool Fits(InboxMessage message) =>
        (carrier is null || message.Carrier == carrier)
        && (outcome is null || message.Outcome == outcome)
        && _words.All(word => Texts(message).Any(part => part.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static string[] Texts(InboxMessage message) =>
        [
            message.Recipient,
            message.Sender,
            message.Spoken ?? message.Body,
            message.Carrier,
            message.Detail,
            message.CorrelationId ?? "",
        ];
}
