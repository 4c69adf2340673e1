using System.Globalization;
using Azure.Data.Tables;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// What is kept of delivered messages: an entity each, in the table of admission's notes, with a partition for each hour in which
/// messages were accepted. Old partitions are deleted now and then by whoever writes.
/// </summary>
/// <param name="client">Null: the settings name no table, and nothing is kept.</param>
/// <param name="kept">For how long.</param>
internal sealed class TableOutcomes(TableClient? client, TimeSpan kept, TimeProvider time) : IDeliveryLog
{
    private const string Prefix = "ended-";

    /// <summary>Behind every hour; what begins so comes after all of them.</summary>
    private const string End = "ended.";

    // Short: it is sent with each entity.
    private const string Content = "Record";

    /// <summary>Whoever delivers waits for it, and has more to deliver.</summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Trimmer? _trimmer;

    /// <exception cref="StoreUnavailableException">It is not known to have been written.</exception>
    public async Task WriteAsync(MessageOutcome outcome)
    {
        if (client is null)
        {
            return;
        }

        await StorageCall.RunAsync(
            "How a message was delivered cannot be recorded",
            WriteLimit,
            time,
            async token =>
            {
                var entity = new TableEntity(PartitionOf(outcome.Id), outcome.Id.ToString())
                {
                    [Content] = outcome.Record.ToArray(),
                };
                await TableCall.OnExistingAsync(
                    client,
                    () => client.UpsertEntityAsync(entity, TableUpdateMode.Replace, token),
                    token
                );
                return true;
            }
        );
        lock (_lock)
        {
            (_trimmer ??= new Trimmer(() => TrimAsync(client), time)).Begin();
        }
    }

    public async ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return null;
        }

        var record = await StorageCall.RunAsync(
            "How a message was delivered cannot be read",
            StorageAccount.CallLimit,
            time,
            token =>
                TableCall.OnExistingAsync(
                    client,
                    async () =>
                        await client.GetEntityIfExistsAsync<TableEntity>(PartitionOf(id), id.ToString(), null, token)
                            is { HasValue: true, Value: { } entity }
                            ? ContentOf(entity, id)
                            : null,
                    token
                )
        );
        return
            record is not null
            && DeliverySerializer.Deserialize(record) is { } delivered
            && time.GetUtcNow() - delivered.At < kept
            ? delivered
            : null;
    }

    /// <summary>Deletes some of what was accepted long enough ago, oldest first.</summary>
    /// <returns>Whether there may be more.</returns>
    private Task<bool> TrimAsync(TableClient table) =>
        StorageCall.RunAsync(
            "What is kept too long of delivered messages cannot be deleted",
            StorageAccount.CallLimit,
            time,
            token =>
                // A message may be delivered a day after it was accepted.
                TableCall.TrimAsync(table, Prefix, PartitionAt(time.GetUtcNow() - kept - Envelope.MaxTimeToLive), token)
        );

    /// <summary>The client makes an entity of any JSON.</summary>
    private static byte[] ContentOf(TableEntity entity, MessageId id) =>
        entity.TryGetValue("RowKey", out var key)
        && key is string name
        && name == id.ToString()
        && entity.TryGetValue(Content, out var content)
        && content is byte[] record
            ? record
            : throw new ForeignAnswerException(200);

    private static string PartitionOf(MessageId id) =>
        // An id of somebody else's tells no time; such messages are in one partition, which is not deleted.
        id.AcceptedAt
            is { } at
            ? PartitionAt(at)
            : End;

    private static string PartitionAt(DateTimeOffset at) =>
        Prefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
