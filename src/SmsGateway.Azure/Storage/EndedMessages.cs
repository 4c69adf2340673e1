using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Messages that have come to an end without a delivery: a blob <c>duplicates/ended/id</c> each, written with the dead letter. It
/// frees the message's idempotency key in every process, however that is remembered, and stays when the dead letter is deleted or replayed.
/// </summary>
internal sealed class EndedMessages(BlobTexts blobs)
{
    public Task AddAsync(MessageId id, CancellationToken cancellationToken) =>
        blobs.WriteAsync(Name(id), "", cancellationToken);

    public Task<bool> ContainsAsync(MessageId id, CancellationToken cancellationToken) =>
        blobs.ExistsAsync(Name(id), cancellationToken);

    private static string Name(MessageId id) => $"duplicates/ended/{id}";
}
