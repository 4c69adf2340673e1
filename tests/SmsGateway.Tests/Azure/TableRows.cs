using Azure.Data.Tables;
using SmsGateway.Azure.Storage;

namespace SmsGateway.Tests.Azure;

internal static class TableRows
{
    /// <summary>The rows of some partitions of the table.</summary>
    public static async Task<List<string>> OfAsync(
        StorageAccount account,
        string from,
        string until,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<string>();
        await foreach (
            var entity in account.Notes!.QueryAsync<TableEntity>(
                $"PartitionKey ge '{from}' and PartitionKey lt '{until}'",
                cancellationToken: cancellationToken
            )
        )
        {
            rows.Add(entity.RowKey);
        }

        return rows;
    }
}
