using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace SmsGateway.Azure.Storage;

/// <summary>What the client of a table leaves to whoever uses it.</summary>
internal static class TableCall
{
    /// <summary>The most that one transaction deletes.</summary>
    public const int MaxDeleted = 100;

    /// <summary>All that is read of an entity that is to be deleted.</summary>
    public static readonly string[] Keys = ["PartitionKey", "RowKey"];

    // The client makes each entity by reflection, and a native program has only the constructors that it is known to need.
    /// <summary>Creates the table when the service says that there is none.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, typeof(TableEntity))]
    public static async Task<T> OnExistingAsync<T>(
        TableClient client,
        Func<Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            await CreateAsync(client, cancellationToken);
            return await call();
        }
    }

    /// <summary>The client takes any other JSON for an empty list.</summary>
    /// <exception cref="ForeignAnswerException">It is none.</exception>
    public static Response Complete(Response answer) =>
        answer.Content.ToMemory().Span.IndexOf("\"value\""u8) >= 0
            ? answer
            : throw new ForeignAnswerException(answer.Status);

    /// <summary>Deletes entities as they were read: what was written anew since stays.</summary>
    /// <param name="client">The table.</param>
    /// <param name="entities">Of one partition, at most <see cref="MaxDeleted"/>.</param>
    /// <returns>False when another is at it.</returns>
    public static async Task<bool> DeleteAsync(
        TableClient client,
        IReadOnlyCollection<TableEntity> entities,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await client.SubmitTransactionAsync(
                entities.Select(entity => new TableTransactionAction(
                    TableTransactionActionType.Delete,
                    new TableEntity(entity.PartitionKey, entity.RowKey),
                    entity.ETag == default ? ETag.All : entity.ETag
                )),
                cancellationToken
            );
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Not by the client's CreateIfNotExists, which writes its request by reflection: a native program cannot.</summary>
    private static async Task CreateAsync(TableClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            // By another gateway.
        }
    }
}
