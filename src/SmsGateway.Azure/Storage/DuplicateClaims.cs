using System.Globalization;
using Azure;
using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Who stores a message that its caller has named, among all processes: a blob <c>duplicates/hash</c> that only one can create.
/// It says <c>pending id</c> while the first one is storing the message, and <c>stored id</c> once the queue has it.
/// </summary>
internal sealed class DuplicateClaims(BlobTexts blobs, TimeProvider time, TimeSpan pendingLimit, TimeSpan patience)
{
    /// <summary>Longer than storing can take (<see cref="StorageAccount.CallLimit"/>): whoever is pending for so long has died.</summary>
    public static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(15);

    /// <summary>How long one waits for another that is storing the same message; then the caller is told to try again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public DuplicateClaims(BlobTexts blobs, TimeProvider time)
        : this(blobs, time, PendingLimit, Patience)
    {
    }

    /// <returns>A claim to store the message; or none, when it is stored already, with its id.</returns>
    /// <exception cref="StoreUnavailableException">The blobs do not answer, or another is storing the message and does not come to an end.</exception>
    public async Task<(DuplicateClaim? Claim, MessageId Stored)> TakeAsync(DuplicateKey key, MessageId id)
    {
        var name = $"duplicates/{key.Hash.ToString("x32", CultureInfo.InvariantCulture)}";
        var started = time.GetTimestamp();
        while (true)
        {
            var (claim, stored) = await TryTakeAsync(name, key.Window, id);
            if (claim is not null || stored != default)
            {
                return (claim, stored);
            }

            if (time.GetElapsedTime(started) > patience)
            {
                throw new StoreUnavailableException("The same message is being stored by another request, which does not come to an end.");
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <summary>The queue has the message: whoever brings it again gets its id.</summary>
    public Task ConfirmAsync(DuplicateClaim claim) => RunAsync(token => blobs.WriteOverAsync(claim.Name, $"stored {claim.Id}", claim.Version, token));

    /// <summary>The queue does not have the message: the next one may store it.</summary>
    public Task ReleaseAsync(DuplicateClaim claim) => RunAsync(async token =>
    {
        await blobs.DeleteAsync(claim.Name, claim.Version, token);
        return true;
    });

    private Task<(DuplicateClaim? Claim, MessageId Stored)> TryTakeAsync(string name, TimeSpan window, MessageId id) => RunAsync<(DuplicateClaim?, MessageId)>(async token =>
    {
        var pending = $"pending {id}";
        if (await blobs.WriteOverAsync(name, pending, null, token) is { } created)
        {
            return (new DuplicateClaim(name, id, created), default);
        }

        if (await blobs.ReadAsync(name, token) is not { } found)
        {
            return default;
        }

        var isStored = found.Text.StartsWith("stored ", StringComparison.Ordinal);
        if (found.Age < (isStored ? window : pendingLimit))
        {
            return (null, isStored && MessageId.TryParse(found.Text["stored ".Length..], out var stored) ? stored : default);
        }

        return await blobs.WriteOverAsync(name, pending, found.Version, token) is { } taken ? (new DuplicateClaim(name, id, taken), default) : default;
    });

    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call) => StorageCall.RunAsync("It cannot be told whether the message was stored before", StorageAccount.CallLimit, time, call);
}

/// <summary>The right to store a message.</summary>
/// <param name="Name">The blob.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Version">What was written there.</param>
internal sealed record DuplicateClaim(string Name, MessageId Id, ETag Version);
