using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>Dead letters as blobs, one for each (<see cref="DeadLetterBlobs"/>). The container is created by the first record.</summary>
public sealed class BlobDeadLetterStore : IDeadLetterStore
{
    /// <summary>Days one page looks into; then it ends, with whatever was found, and says where to go on.</summary>
    private const int DaysPerPage = 31;

    /// <summary>Blobs read at once.</summary>
    private const int Reads = 16;

    /// <summary>For an operator's call, which may take several calls to the service.</summary>
    private static readonly TimeSpan OperatorsLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly BlobContainerClient _container;
    private readonly DeadLetterBlobs _blobs;
    private readonly EndedMessages _ended;
    private readonly StorageSendQueue _queue;
    private readonly DeadLetterCodec _records;
    private readonly TimeProvider _time;

    /// <param name="container">Where the blobs are.</param>
    /// <param name="queue">Has the leases, and gets what is replayed.</param>
    /// <param name="records">The way into the blobs and out of them.</param>
    internal BlobDeadLetterStore(
        BlobContainerClient container,
        StorageSendQueue queue,
        DeadLetterCodec records,
        TimeProvider time
    ) =>
        (_container, _blobs, _ended, _queue, _records, _time) = (
            container,
            new DeadLetterBlobs(container, records),
            new EndedMessages(new BlobTexts(container)),
            queue,
            records,
            time
        );

    public async ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        var day = DeadLetterBlobs.DayOf(deadLetter.DiedAt);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Metadata = DeadLetterBlobs.MetadataOf(deadLetter),
        };
        var content = new BinaryData(await _records.WriteAsync(deadLetter, cancellationToken));
        await StorageCall.RunAsync(
            "The dead letter cannot be recorded",
            StorageAccount.CallLimit,
            _time,
            async token =>
            {
                // First, so that whoever sees the record can bring the message again.
                await _ended.AddAsync(deadLetter.Id, token);
                var blob = _container.GetBlobClient(DeadLetterBlobs.NameOf(day, deadLetter.Id));
                await UploadAsync(blob, content, options, token);

                // A message that died before, on another day, has that record replaced. Most die on the day they were accepted.
                foreach (var earlier in DeadLetterBlobs.UsualDaysOf(deadLetter.Id).Where(earlier => earlier < day))
                {
                    await _container
                        .GetBlobClient(DeadLetterBlobs.NameOf(earlier, deadLetter.Id))
                        .DeleteIfExistsAsync(DeleteSnapshotsOption.None, null, token);
                }

                return true;
            }
        );
    }

    /// <summary>Recorded only once the service has said that the message is still ours. A record too many is harmless, and one too few is not: it is never taken back.</summary>
    public async ValueTask<bool> RecordAsync(
        DeadLetter deadLetter,
        QueueLease lease,
        CancellationToken cancellationToken
    )
    {
        if (await _queue.HoldAsync(lease) is null)
        {
            return false;
        }

        await RecordAsync(deadLetter, cancellationToken);
        return true;
    }

    public async ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var position = PagePosition.Parse(query.Continue);
        return await StorageCall.RunAsync(
            "The dead letters cannot be listed",
            OperatorsLimit,
            _time,
            async token =>
            {
                var (found, next) = await FindPageAsync(query, position, token);
                var records = new DeadLetter?[found.Count];
                await Parallel.ForAsync(
                    0,
                    found.Count,
                    new ParallelOptions { MaxDegreeOfParallelism = Reads, CancellationToken = token },
                    async (i, _) => records[i] = (await _blobs.ReadAsync(found[i].Name, found[i], token))?.Record
                );
                return new DeadLetterPage([.. records.OfType<DeadLetter>()], next);
            }
        );
    }

    public async ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        await StorageCall.RunAsync(
            "The dead letter cannot be read",
            OperatorsLimit,
            _time,
            async token =>
            {
                // The day of acceptance is in the id, and most die on that day or, about midnight, on the next.
                var usual = DeadLetterBlobs.UsualDaysOf(id).Take(2).ToList();
                foreach (var day in usual)
                {
                    if (await _blobs.ReadAsync(DeadLetterBlobs.NameOf(day, id), null, token) is { Record: var record })
                    {
                        return record;
                    }
                }

                // Kept back in the queue, replayed later, or not one of our ids: any day since then that has records.
                await foreach (var day in _blobs.DaysBackwardsAsync(null, token))
                {
                    if (usual.Count > 0 && day < usual[0])
                    {
                        break;
                    }

                    if (
                        !usual.Contains(day)
                        && await _blobs.ReadAsync(DeadLetterBlobs.NameOf(day, id), null, token)
                            is { Record: var record }
                    )
                    {
                        return record;
                    }
                }

                return null;
            }
        );

    public async ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        return await StorageCall.RunAsync(
            "The dead letter cannot be deleted",
            StorageAccount.CallLimit,
            _time,
            async token =>
            {
                var name = DeadLetterBlobs.NameOf(DeadLetterBlobs.DayOf(deadLetter.DiedAt), deadLetter.Id);
                if (
                    await _blobs.ReadAsync(name, null, token) is not { } stored
                    || stored.Record.DiedAt != deadLetter.DiedAt
                )
                {
                    return false;
                }

                try
                {
                    var unchanged = new BlobRequestConditions { IfMatch = stored.ETag };
                    return (
                        await _container
                            .GetBlobClient(name)
                            .DeleteIfExistsAsync(DeleteSnapshotsOption.None, unchanged, token)
                    ).Value;
                }
                catch (RequestFailedException e) when (e.Status == 412)
                {
                    return false;
                }
            }
        );
    }

    public async ValueTask<bool> ReplayAsync(
        DeadLetter deadLetter,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(deadLetter);
        cancellationToken.ThrowIfCancellationRequested();
        var blob = _container.GetBlobClient(
            DeadLetterBlobs.NameOf(DeadLetterBlobs.DayOf(deadLetter.DiedAt), deadLetter.Id)
        );
        var stored = await StorageCall.RunAsync(
            "The dead letter cannot be read",
            StorageAccount.CallLimit,
            _time,
            token => _blobs.ReadAsync(blob.Name, null, token)
        );
        return stored is { } found
            && found.Record.DiedAt == deadLetter.DiedAt
            && await new DeadLetterReplay(blob, _time).RunAsync(
                found.ETag,
                () => _queue.EnqueueAsync(envelope, TimeSpan.Zero, CancellationToken.None)
            );
    }

    private async Task UploadAsync(
        BlobClient blob,
        BinaryData content,
        BlobUploadOptions options,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                await blob.UploadAsync(content, options, cancellationToken);
                return;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await _container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, cancellationToken);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseIdMissing)
            {
                // Replayed, and dead again before that has deleted the record.
                await Task.Delay(Pause, _time, cancellationToken);
            }
        }
    }

    /// <summary>The entries of a page and where the next one begins.</summary>
    private async Task<(List<DeadLetterEntry> Found, string? Next)> FindPageAsync(
        DeadLetterQuery query,
        PagePosition? position,
        CancellationToken cancellationToken
    )
    {
        var found = new List<DeadLetterEntry>();
        var days = 0;
        await foreach (
            var day in query.Day is { } only
                ? new[] { only }.ToAsyncEnumerable()
                : _blobs.DaysBackwardsAsync(position?.Day, cancellationToken)
        )
        {
            if (days++ == DaysPerPage)
            {
                return (found, PagePosition.After(day.AddDays(1)).ToString());
            }

            found.AddRange(
                (await _blobs.EntriesBackwardsAsync(day, cancellationToken))
                    .Where(entry =>
                        (position is null || position.IsBefore(entry))
                        && (query.Reason is null || entry.Reason == query.Reason.ToString())
                    )
                    .Take(query.Max + 1 - found.Count)
            );
            if (found.Count > query.Max)
            {
                found.RemoveAt(query.Max);
                return (found, PagePosition.After(found[^1]).ToString());
            }
        }

        return (found, null);
    }
}
