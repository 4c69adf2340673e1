using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <param name="Key">Of the entity: sorts by time, and no two are the same.</param>
/// <param name="Notes">One note after the other.</param>
internal readonly record struct NoteBatch(string Key, byte[] Notes);

/// <summary>
/// The table in which gateways tell each other what they have decided about admission, call by call: one partition, an entity for
/// each batch of notes, in the order of time. The table is created when the service says that there is none.
/// </summary>
internal sealed class TableNotes(TableClient client, TimeProvider time)
{
    /// <summary>The most that one property holds.</summary>
    public const int MaxBatchBytes = 64 * 1024;

    /// <summary>The most that one transaction deletes.</summary>
    public const int MaxTrimmed = TableCall.MaxDeleted;

    private const string Partition = "notes";

    // Short: they are sent with each entity.
    private const string Writer = "By";
    private const string Content = "Notes";

    /// <summary>By so much the service's clock, which is told to the second, may differ before it is believed over the machine's.</summary>
    private const long Believed = 1000;

    /// <summary>An answer that took longer tells the time too late: a machine whose clock goes right is never corrected.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(500);

    /// <summary>Of one call; what is not known by then is known to nobody else, or read again.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(9);

    private static readonly string[] Selected = ["RowKey", Content];

    private long _ahead;

    /// <summary>The service's time in Unix milliseconds: the order of entities must not depend on how well machines keep time.</summary>
    public long Now => Machine + Volatile.Read(ref _ahead);

    private long Machine => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What the key of a batch of that moment begins with.</summary>
    public static string KeyAt(long at) => Math.Max(0, at).ToString("D14", CultureInfo.InvariantCulture);

    /// <exception cref="StoreUnavailableException">It is not known to have been written.</exception>
    public Task AddAsync(string writer, NoteBatch batch) =>
        StorageCall.RunAsync(
            "What was decided about admission cannot be told to other gateways",
            Limit,
            time,
            async token =>
            {
                var entity = new TableEntity(Partition, batch.Key) { [Writer] = writer, [Content] = batch.Notes };
                try
                {
                    var began = time.GetTimestamp();
                    SetClock(
                        await TableCall.OnExistingAsync(client, () => client.AddEntityAsync(entity, token), token),
                        began
                    );
                }
                catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
                {
                    // By this call's first try, whose answer was lost.
                }

                return true;
            }
        );

    /// <summary>A page of what was written from a moment on and up to another.</summary>
    /// <param name="reader">Whose own are left out; null: nobody's.</param>
    /// <param name="next">Of the page before; null: the first one.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public Task<NotePage> ReadAsync(
        string? reader,
        long from,
        long? until,
        string? next,
        CancellationToken cancellationToken = default
    ) =>
        StorageCall.RunCancellableAsync(
            "What was decided about admission cannot be read",
            Limit,
            time,
            token =>
                TableCall.OnExistingAsync(
                    client,
                    async () =>
                    {
                        var end = until is { } at ? $" and RowKey lt '{KeyAt(at)}'" : "";
                        var others = reader is null ? "" : $" and {Writer} ne '{reader}'";
                        var began = time.GetTimestamp();
                        await foreach (
                            var page in client
                                .QueryAsync<TableEntity>(
                                    $"PartitionKey eq '{Partition}' and RowKey ge '{KeyAt(from)}'{end}{others}",
                                    null,
                                    Selected,
                                    token
                                )
                                .AsPages(next)
                        )
                        {
                            SetClock(TableCall.Complete(page.GetRawResponse()), began);
                            return new NotePage(
                                // A foreign writer's entity is passed over.
                                [
                                    .. from entity in page.Values
                                    where entity.TryGetValue(Content, out var notes) && notes is byte[]
                                    select new NoteBatch(entity.RowKey, entity.GetBinary(Content)),
                                ],
                                page.ContinuationToken
                            );
                        }

                        return new NotePage([], null);
                    },
                    token
                ),
            cancellationToken
        );

    /// <summary>For who deletes here what is too old.</summary>
    public TrimTurn NewTurn() => new(client, Partition, time);

    /// <summary>Deletes some of what was written before that moment, oldest first.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="StoreUnavailableException">It is not known what is deleted.</exception>
    public Task<bool> TrimAsync(long until) =>
        StorageCall.RunAsync(
            "What is too old to count cannot be deleted",
            Limit,
            time,
            async token =>
            {
                await foreach (
                    var page in client
                        .QueryAsync<TableEntity>(
                            $"PartitionKey eq '{Partition}' and RowKey lt '{KeyAt(until)}'",
                            MaxTrimmed,
                            TableCall.Keys,
                            token
                        )
                        .AsPages()
                )
                {
                    TableCall.Complete(page.GetRawResponse());
                    return page.Values.Count > 0
                        && (
                            !await TableCall.DeleteAsync(client, [.. page.Values.Take(MaxTrimmed)], token)
                            || page.Values.Count >= MaxTrimmed
                        );
                }

                return false;
            }
        );

    private void SetClock(Response answer, long began)
    {
        if (answer.Headers.Date is not { } date || time.GetElapsedTime(began) > Prompt)
        {
            return;
        }

        // In the middle of the second that it names.
        var ahead = date.ToUnixTimeMilliseconds() + 500 - Machine;
        if (Math.Abs(ahead - Volatile.Read(ref _ahead)) > Believed)
        {
            Volatile.Write(ref _ahead, ahead);
        }
    }
}
