using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace SmsGateway.Azure.Storage;

/// <param name="Text">The content.</param>
/// <param name="Version">For a write over exactly this.</param>
/// <param name="Age">Since the last write, by the service's clock.</param>
internal sealed record BlobText(string Text, ETag Version, TimeSpan Age);

/// <summary>Small texts in the container of dead letters, one blob each. What ends is left to the container's life cycle rules.</summary>
internal sealed class BlobTexts(BlobContainerClient container)
{
    private const int NotModified = 304;

    /// <returns>Null when there is none.</returns>
    public Task<BlobText?> ReadAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync(name, null, cancellationToken);

    /// <param name="name">The blob.</param>
    /// <param name="known">The version that need not be read again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when there is none; without its text when it is the version that is known.</returns>
    public async Task<BlobText?> ReadAsync(string name, ETag? known, CancellationToken cancellationToken)
    {
        try
        {
            var response = await container
                .GetBlobClient(name)
                .DownloadContentAsync(
                    new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = known } },
                    cancellationToken
                );
            if (known is { } unchanged && response.GetRawResponse().Status == NotModified)
            {
                return new BlobText("", unchanged, TimeSpan.Zero);
            }

            var blob = StorageCall.Complete(response, blob => blob.Details.ETag != default);
            var age = (response.GetRawResponse().Headers.Date ?? blob.Details.LastModified) - blob.Details.LastModified;
            return new BlobText(blob.Content.ToString(), blob.Details.ETag, age);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException e) when (known is not null && e.Status == NotModified)
        {
            return new BlobText("", known.Value, TimeSpan.Zero);
        }
    }

    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).ExistsAsync(cancellationToken);

    /// <summary>Writes when there is nothing yet, or over exactly what was read.</summary>
    /// <returns>The version written; null when somebody else has written since.</returns>
    public Task<ETag?> WriteOverAsync(string name, string text, ETag? known, CancellationToken cancellationToken) =>
        WriteAsync(
            name,
            text,
            known is { } version
                ? new BlobRequestConditions { IfMatch = version }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
            cancellationToken
        );

    /// <summary>Writes over whatever is there.</summary>
    public Task WriteAsync(string name, string text, CancellationToken cancellationToken) =>
        WriteAsync(name, text, null, cancellationToken);

    /// <summary>Deletes exactly what was read or written; does nothing when it has changed since.</summary>
    public async Task DeleteAsync(string name, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await container
                .GetBlobClient(name)
                .DeleteIfExistsAsync(
                    DeleteSnapshotsOption.None,
                    new BlobRequestConditions { IfMatch = version },
                    cancellationToken
                );
        }
        catch (RequestFailedException e) when (e.Status == 412) { }
    }

    private async Task<ETag?> WriteAsync(
        string name,
        string text,
        BlobRequestConditions? conditions,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobUploadOptions { Conditions = conditions };
        while (true)
        {
            try
            {
                var written = await container
                    .GetBlobClient(name)
                    .UploadAsync(new BinaryData(text), options, cancellationToken);
                return StorageCall.Complete(written, blob => blob.ETag != default).ETag;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, cancellationToken);
            }
            catch (RequestFailedException e)
                when (conditions is not null
                    && (e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.ConditionNotMet)
                )
            {
                return null;
            }
        }
    }
}
