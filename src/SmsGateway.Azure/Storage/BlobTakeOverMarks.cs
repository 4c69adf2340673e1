using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Marks as small blobs below <c>taken-over/</c> in the container of dead letters: <c>taken-over/id</c> holds a number,
/// <c>taken-over/id/standby copy</c> nothing. They are written when something died, and left to the container's life cycle.
/// </summary>
internal sealed class BlobTakeOverMarks(BlobContainerClient container, TimeProvider time) : ITakeOverMarks
{
    /// <summary>These stand in the way of a delivery.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    public async Task<int> ReadAsync(MessageId id) => await RunAsync(async token => (await ReadAsync(Blob(id), token)).Number);

    public Task<bool> RaiseAsync(MessageId id, int takeOvers) => RunAsync(async token =>
    {
        var blob = Blob(id);
        while (true)
        {
            var (number, version) = await ReadAsync(blob, token);
            if (number >= takeOvers)
            {
                return false;
            }

            // Only over what was read: somebody else may be raising it, and higher.
            var unchanged = version is { } known ? new BlobRequestConditions { IfMatch = known } : new BlobRequestConditions { IfNoneMatch = ETag.All };
            if (await WriteAsync(blob, takeOvers.ToString(CultureInfo.InvariantCulture), unchanged, token))
            {
                return true;
            }
        }
    });

    public Task<bool> IsVoidAsync(MessageId id, string standby) =>
        RunAsync(async token => (await Blob(id, standby).ExistsAsync(token)).Value);

    public Task VoidAsync(MessageId id, string standby) =>
        RunAsync(token => WriteAsync(Blob(id, standby), "", null, token));

    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call) => StorageCall.RunAsync("The mark of a take-over cannot be used", Limit, time, call);

    private BlobClient Blob(MessageId id) => container.GetBlobClient($"taken-over/{id}");

    private BlobClient Blob(MessageId id, string standby) => container.GetBlobClient($"taken-over/{id}/{standby}");

    private static async Task<(int Number, ETag? Version)> ReadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult content = await blob.DownloadContentAsync(cancellationToken);
            _ = int.TryParse(content.Content.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            return (number, content.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (0, null);
        }
    }

    /// <returns>False when the condition is not met.</returns>
    private async Task<bool> WriteAsync(BlobClient blob, string text, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Conditions = conditions };
        while (true)
        {
            try
            {
                await blob.UploadAsync(new BinaryData(text), options, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                return false;
            }
        }
    }
}
