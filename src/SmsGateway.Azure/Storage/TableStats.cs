using System.Globalization;
using Azure.Data.Tables;
using SmsGateway.Stats;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// What each instance has counted: an entity a minute, in the table of admission's notes, with a partition for each hour, so that the
/// last hour is one query. Old partitions are deleted now and then by whoever writes.
/// </summary>
/// <param name="client">Null: the settings name no table, and nobody knows of others.</param>
internal sealed class TableStats(TableClient? client, TimeProvider time) : IStatsStore
{
    private const string Prefix = "stats-";
    private const string HourFormat = "yyyyMMddHH";
    private const string MinuteFormat = "mm";

    // Short: it is sent with each entity.
    private const string Content = "Count";

    private static readonly string[] Selected = ["PartitionKey", "RowKey", Content];

    private readonly Lock _lock = new();
    private readonly Trimmer? _trimmer = client is null ? null : NewTrimmer(client, time);

    public async ValueTask WriteAsync(StatsRow row, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return;
        }

        await StorageCall.RunAsync(
            "The minute cannot be written",
            StorageAccount.CallLimit,
            time,
            async token =>
            {
                var key = $"{Written(row.Minute, MinuteFormat)}-{row.Instance}";
                var entity = new TableEntity(PartitionAt(row.Minute), key) { [Content] = row.Count.ToArray() };
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
            _trimmer?.Begin();
        }
    }

    public async ValueTask<IReadOnlyList<StatsRow>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        if (client is null)
        {
            return [];
        }

        var read = StorageCall.RunAsync(
            "What other instances counted cannot be read",
            StorageAccount.CallLimit,
            time,
            token => TableCall.OnExistingAsync(client, () => ReadAsync(client, from, until, token), token)
        );
        return await read.WaitAsync(cancellationToken);
    }

    private static async Task<List<StatsRow>> ReadAsync(
        TableClient table,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<StatsRow>();
        await foreach (
            var page in table
                .QueryAsync<TableEntity>(
                    $"PartitionKey ge '{PartitionAt(from)}' and PartitionKey le '{PartitionAt(until)}'",
                    null,
                    Selected,
                    cancellationToken
                )
                .AsPages()
        )
        {
            TableCall.Complete(page.GetRawResponse());
            rows.AddRange(page.Values.Select(RowOf).OfType<StatsRow>());
        }

        return [.. rows.Where(row => row.Minute >= from && row.Minute < until)];
    }

    /// <returns>Null for a foreign writer's entity.</returns>
    private static StatsRow? RowOf(TableEntity entity) =>
        entity.RowKey.Split('-', 2) is [var minute, var instance]
        && DateTimeOffset.TryParseExact(
            entity.PartitionKey[Prefix.Length..] + minute,
            HourFormat + MinuteFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
        && entity.TryGetValue(Content, out var content)
        && content is byte[] count
            ? new StatsRow(at, instance, count)
            : null;

    private static Trimmer NewTrimmer(TableClient table, TimeProvider time) =>
        new(
            new TrimTurn(table, "stats", time),
            new TableTrim(
                table,
                "Minutes that are kept too long cannot be deleted",
                () => [new OldPartitions(Prefix, PartitionAt(time.GetUtcNow() - IStatsStore.Kept))],
                time
            ).StepAsync,
            time
        );

    private static string PartitionAt(DateTimeOffset at) => Prefix + Written(at, HourFormat);

    private static string Written(DateTimeOffset at, string format) =>
        at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
