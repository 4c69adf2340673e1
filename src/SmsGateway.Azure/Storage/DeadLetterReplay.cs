using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Of several replays of one dead letter at once, the lease on its blob lets one put the message back. The message is queued before
/// the record goes: a crash between the two loses nothing, and the record can be replayed again when the lease has ended. So can one
/// whose deletion failed: the message is on its way by then, and that is what the operator is told.
/// </summary>
internal sealed class DeadLetterReplay(BlobClient blob, TimeProvider time)
{
    /// <summary>Longer than queueing the message and deleting the record may take (<see cref="StorageAccount.CallLimit"/> each).</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly BlobLeaseClient _lease = blob.GetBlobLeaseClient();

    /// <param name="version">The record as it was read.</param>
    /// <param name="putBack">Queues the message.</param>
    /// <returns>False when another has replayed, deleted or replaced the record, or is about to.</returns>
    public async Task<bool> RunAsync(ETag version, Func<ValueTask> putBack)
    {
        var started = time.GetTimestamp();
        if (
            !await AttemptAsync(
                "The dead letter cannot be taken",
                token => _lease.AcquireAsync(Length, new RequestConditions { IfMatch = version }, token)
            )
        )
        {
            return false;
        }

        try
        {
            if (time.GetElapsedTime(started) > Length - StorageAccount.CallLimit)
            {
                throw new StoreUnavailableException("The dead letter may be another's before its message is queued.");
            }

            await putBack();
        }
        catch
        {
            await TryAsync("The dead letter cannot be given back", token => _lease.ReleaseAsync(null, token));
            throw;
        }

        await TryAsync(
            "The replayed dead letter cannot be deleted",
            token =>
                blob.DeleteAsync(
                    DeleteSnapshotsOption.None,
                    new BlobRequestConditions { LeaseId = _lease.LeaseId },
                    token
                )
        );
        return true;
    }

    private async Task TryAsync(string failure, Func<CancellationToken, Task> call)
    {
        try
        {
            await AttemptAsync(failure, call);
        }
        catch (StoreUnavailableException)
        {
            // The lease ends by itself.
        }
    }

    private Task<bool> AttemptAsync(string failure, Func<CancellationToken, Task> call) =>
        StorageCall.RunAsync(
            failure,
            StorageAccount.CallLimit,
            time,
            async token =>
            {
                try
                {
                    await call(token);
                    return true;
                }
                catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
                {
                    return false;
                }
            }
        );
}
