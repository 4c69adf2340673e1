using System.Globalization;
using Azure.Data.Tables;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>Partitions whose entities are to go.</summary>
/// <param name="From">The first one.</param>
/// <param name="Until">The one after the last.</param>
/// <param name="WrittenBefore">Of those only what was written last before that moment, by the service's clock; null: all.</param>
internal readonly record struct OldPartitions(string From, string Until, DateTimeOffset? WrittenBefore = null)
{
    public string Filter =>
        $"PartitionKey ge '{From}' and PartitionKey lt '{Until}'"
        + (
            WrittenBefore is { } at
                ? $" and Timestamp lt datetime'{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}'"
                : ""
        );
}

/// <summary>
/// Deletes what is old from a table, page by page: what is to stay lies between, and is not read again for each page. Not for several
/// threads.
/// </summary>
/// <param name="failure">What could not be done then.</param>
/// <param name="old">What is old by now.</param>
internal sealed class TableTrim(
    TableClient client,
    string failure,
    Func<IReadOnlyList<OldPartitions>> old,
    TimeProvider time
)
{
    private IReadOnlyList<OldPartitions> _old = [];
    private int _at;
    private string? _next;

    /// <summary>Deletes some, oldest first.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="StoreUnavailableException">It is not known what is deleted; the next one begins at the beginning.</exception>
    public async Task<bool> StepAsync()
    {
        if (_at == _old.Count)
        {
            (_old, _at, _next) = (old(), 0, null);
        }

        try
        {
            await StorageCall.RunAsync(failure, StorageAccount.CallLimit, time, DeletePageAsync);
        }
        catch (StoreUnavailableException)
        {
            (_old, _at) = ([], 0);
            throw;
        }

        return _at < _old.Count;
    }

    private async Task<bool> DeletePageAsync(CancellationToken cancellationToken)
    {
        await foreach (
            var page in client
                .QueryAsync<TableEntity>(_old[_at].Filter, TableCall.MaxDeleted, TableCall.Keys, cancellationToken)
                .AsPages(_next)
        )
        {
            TableCall.Complete(page.GetRawResponse());
            var isClean = true;
            foreach (var partition in page.Values.GroupBy(entity => entity.PartitionKey))
            {
                isClean &= await TableCall.DeleteAsync(client, [.. partition], cancellationToken);
            }

            // Where another was at it, some may be left: this page once more.
            if (isClean)
            {
                _next = page.ContinuationToken;
                _at += _next is null ? 1 : 0;
            }

            return true;
        }

        (_at, _next) = (_at + 1, null);
        return true;
    }
}
