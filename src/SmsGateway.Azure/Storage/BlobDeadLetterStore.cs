using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>Dead letters as blobs, one for each (<see cref="DeadLetterBlobs"/>). The container is created by the first record.</summary>
public sealed class BlobDeadLetterStore : IDeadLetterStore
{
    /// <summary>Days one page looks into; then it ends, with whatever was found, and says where to go on.</summary>
    private const int DaysPerPage = 31;

    /// <summary>A message lives at most a day after its acceptance, and this long in a queue that nobody reads.</summary>
    private const int UsualDays = 8;

    /// <summary>Blobs read at once.</summary>
    private const int Reads = 16;

    /// <summary>For an operator's call, which may take several calls to the service.</summary>
    private static readonly TimeSpan OperatorsLimit = TimeSpan.FromSeconds(30);

    private readonly BlobContainerClient _container;
    private readonly DeadLetterBlobs _blobs;
    private readonly EndedMessages _ended;
    private readonly TimeProvider _time;

    internal BlobDeadLetterStore(BlobContainerClient container, TimeProvider time) =>
        (_container, _blobs, _ended, _time) = (
            container,
            new DeadLetterBlobs(container),
            new EndedMessages(new BlobTexts(container)),
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
        await StorageCall.RunAsync(
            "The dead letter cannot be recorded",
            StorageAccount.CallLimit,
            _time,
            async token =>
            {
                // First, so that whoever sees the record can bring the message again.
                await _ended.AddAsync(deadLetter.Id, token);
                var blob = _container.GetBlobClient(DeadLetterBlobs.NameOf(day, deadLetter.Id));
                var content = new BinaryData(DeadLetterSerializer.Serialize(deadLetter));
                try
                {
                    await blob.UploadAsync(content, options, token);
                }
                catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
                {
                    await _container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, token);
                    await blob.UploadAsync(content, options, token);
                }

                // A message that died before, on another day, has that record replaced. Most die on the day they were accepted.
                foreach (var earlier in UsualDaysOf(deadLetter.Id).Where(earlier => earlier < day))
                {
                    await _container
                        .GetBlobClient(DeadLetterBlobs.NameOf(earlier, deadLetter.Id))
                        .DeleteIfExistsAsync(DeleteSnapshotsOption.None, null, token);
                }

                return true;
            }
        );
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
                    async (i, _) => records[i] = (await ReadAsync(found[i].Name, found[i], token))?.Record
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
                var usual = UsualDaysOf(id).Take(2).ToList();
                foreach (var day in usual)
                {
                    if (await ReadAsync(DeadLetterBlobs.NameOf(day, id), null, token) is { Record: var record })
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
                        && await ReadAsync(DeadLetterBlobs.NameOf(day, id), null, token) is { Record: var record }
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
                if (await ReadAsync(name, null, token) is not { } stored || stored.Record.DiedAt != deadLetter.DiedAt)
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

    private async Task<(DeadLetter Record, ETag ETag)?> ReadAsync(
        string name,
        DeadLetterEntry? entry,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var response = await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            var blob = StorageCall.Complete(response, blob => blob.Details.ETag != default);
            return (Parse(blob, name, entry), blob.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>What somebody else has written there is shown as it is: a listing must not fail for it, nor hide it.</summary>
    private static DeadLetter Parse(BlobDownloadResult blob, string name, DeadLetterEntry? entry)
    {
        try
        {
            return DeadLetterSerializer.Deserialize(blob.Content.ToMemory().Span);
        }
        catch (JsonException)
        {
            _ = MessageId.TryParse(name[(name.LastIndexOf('/') + 1)..^".json".Length], out var id);
            var text = new Sensitive(Encoding.UTF8.GetString(blob.Content.ToMemory().Span));
            return new DeadLetter(
                id,
                DeadLetterReason.Unreadable,
                null,
                text,
                "the stored record is not readable",
                entry?.DiedAt ?? blob.Details.LastModified
            );
        }
    }

    private static IEnumerable<DateOnly> UsualDaysOf(MessageId id) =>
        id.AcceptedAt is { } acceptedAt && acceptedAt < DateTimeOffset.MaxValue.AddDays(-UsualDays - 1)
            ? Enumerable.Range(0, UsualDays + 1).Select(DeadLetterBlobs.DayOf(acceptedAt).AddDays)
            : [];
}
