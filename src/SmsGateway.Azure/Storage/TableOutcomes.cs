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
    private const string AfterEnd = "ended/";

    // Short: it is sent with each entity.
    private const string Content = "Record";

    /// <summary>Whoever delivers waits for it, and has more to deliver.</summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(3);

    /// <summary>By how much an id may be ahead of the clock.</summary>
    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TableTrim? _trim = client is null
        ? null
        : new TableTrim(
            client,
            "What is kept too long of delivered messages cannot be deleted",
            () => Old(kept, time),
            time
        );
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
            (_trimmer ??= new Trimmer(new TrimTurn(client, "ended", time), TrimAsync, time)).Begin();
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

    /// <inheritdoc cref="TableTrim.StepAsync"/>
    public Task<bool> TrimAsync() => _trim?.StepAsync() ?? Task.FromResult(false);

    /// <summary>
    /// What was delivered longer ago than it is kept was accepted before that; what was accepted before that may have been delivered
    /// just now. And what tells no time, or one that no clock has come to, is in partitions that are never those of long ago.
    /// </summary>
    private static OldPartitions[] Old(TimeSpan kept, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var old = now - kept;
        return [new(Prefix, PartitionAt(old), old), new(PartitionAt(now + LongestAhead), AfterEnd, old)];
    }

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
        // An id of somebody else's tells no time; such messages are in one partition.
        id.AcceptedAt
            is { } at
            ? PartitionAt(at)
            : End;

    private static string PartitionAt(DateTimeOffset at) =>
        Prefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
