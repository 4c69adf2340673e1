using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <param name="Name">The blob's name.</param>
/// <param name="Id">The message's id, from the name.</param>
/// <param name="DiedAt">From the metadata.</param>
/// <param name="Reason">From the metadata; null when it is not there.</param>
internal sealed record DeadLetterEntry(string Name, string Id, DateTimeOffset DiedAt, string? Reason);

/// <summary>
/// Names, listings and contents: one blob <c>yyyy/MM/dd/id.json</c> per record, under the UTC day of death. Blobs are listed in
/// ascending order only, so days are walked backwards over the folders, and a day is listed whole and sorted here. A blob's
/// metadata holds what sorting and filtering need, so only the records of the page itself are read.
/// </summary>
internal sealed class DeadLetterBlobs(BlobContainerClient container, DeadLetterCodec records)
{
    public const string ReasonKey = "reason";
    public const string DiedAtKey = "diedat";

    /// <summary>A message lives at most a day after its acceptance, and this long in a queue that nobody reads.</summary>
    private const int UsualDays = 8;

    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    public static string NameOf(DateOnly day, MessageId id) => $"{FolderOf(day)}{id}.json";

    /// <summary>The days on which a message may die, the likeliest first; none when its id does not tell.</summary>
    public static IEnumerable<DateOnly> UsualDaysOf(MessageId id) =>
        id.AcceptedAt is { } acceptedAt && acceptedAt < DateTimeOffset.MaxValue.AddDays(-UsualDays - 1)
            ? Enumerable.Range(0, UsualDays + 1).Select(DayOf(acceptedAt).AddDays)
            : [];

    public static Dictionary<string, string> MetadataOf(DeadLetter deadLetter) =>
        new()
        {
            [ReasonKey] = deadLetter.Reason.ToString(),
            [DiedAtKey] = deadLetter.DiedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };

    /// <summary>The days that have records, newest first, without looking into any.</summary>
    /// <param name="from">The first day wanted; null for the newest there is.</param>
    public async IAsyncEnumerable<DateOnly> DaysBackwardsAsync(
        DateOnly? from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var year in await FoldersBackwardsAsync("", cancellationToken))
        {
            foreach (var month in await FoldersBackwardsAsync(year, cancellationToken))
            {
                foreach (var folder in await FoldersBackwardsAsync(month, cancellationToken))
                {
                    if (
                        DateOnly.TryParseExact(
                            folder,
                            "yyyy/MM/dd/",
                            CultureInfo.InvariantCulture,
                            DateTimeStyles.None,
                            out var day
                        ) && (from is null || day <= from)
                    )
                    {
                        yield return day;
                    }
                }
            }
        }
    }

    /// <summary>A day's entries, newest first: one call for 5,000 records.</summary>
    public async Task<List<DeadLetterEntry>> EntriesBackwardsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var folder = FolderOf(day);
        var entries = new List<DeadLetterEntry>();
        try
        {
            await foreach (
                var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, folder, cancellationToken)
            )
            {
                if (blob.Name.EndsWith(".json", StringComparison.Ordinal))
                {
                    entries.Add(
                        new DeadLetterEntry(
                            blob.Name,
                            blob.Name[folder.Length..^".json".Length],
                            DiedAt(blob),
                            Metadata(blob, ReasonKey)
                        )
                    );
                }
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound) { }

        entries.Sort(
            static (a, b) => b.DiedAt != a.DiedAt ? b.DiedAt.CompareTo(a.DiedAt) : string.CompareOrdinal(b.Id, a.Id)
        );
        return entries;
    }

    public async Task<(DeadLetter Record, ETag ETag)?> ReadAsync(
        string name,
        DeadLetterEntry? entry,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var response = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            var blob = StorageCall.Complete(response, blob => blob.Details.ETag != default);
            return (await ParseAsync(blob, name, entry, cancellationToken), blob.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>What somebody else has written there is shown as it is: a listing must not fail for it, nor hide it.</summary>
    private async ValueTask<DeadLetter> ParseAsync(
        BlobDownloadResult blob,
        string name,
        DeadLetterEntry? entry,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await records.ReadAsync(blob.Content.ToMemory(), cancellationToken);
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

    private static string FolderOf(DateOnly day) => day.ToString("yyyy/MM/dd/", CultureInfo.InvariantCulture);

    private static DateTimeOffset DiedAt(BlobItem blob) =>
        DateTimeOffset.TryParse(
            Metadata(blob, DiedAtKey),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : blob.Properties.LastModified ?? DateTimeOffset.UnixEpoch;

    private static string? Metadata(BlobItem blob, string key) =>
        blob.Metadata is { } metadata && metadata.TryGetValue(key, out var value) ? value : null;

    private async Task<List<string>> FoldersBackwardsAsync(string parent, CancellationToken cancellationToken)
    {
        var folders = new List<string>();
        try
        {
            await foreach (
                var item in container.GetBlobsByHierarchyAsync(
                    BlobTraits.None,
                    BlobStates.None,
                    "/",
                    parent,
                    cancellationToken
                )
            )
            {
                // Other folders, such as that of the marks, start with a letter.
                if (item.IsPrefix && char.IsAsciiDigit(item.Prefix[parent.Length]))
                {
                    folders.Add(item.Prefix);
                }
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound) { }

        folders.Sort(static (a, b) => string.CompareOrdinal(b, a));
        return folders;
    }
}
