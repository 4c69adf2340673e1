using System.Globalization;
using Azure;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Who stores a message that its caller has named, among all processes: a blob <c>duplicates/hash</c> that only one can create.
/// It says <c>pending id</c> while the first one is storing the message, and <c>stored id</c> once the queue has it. What has ended
/// without a delivery (<see cref="EndedMessages"/>) claims nothing any more.
/// </summary>
internal sealed class IdempotencyClaims(BlobTexts blobs, TimeProvider time, TimeSpan pendingLimit, TimeSpan patience)
{
    /// <summary>Longer than storing can take (<see cref="StorageAccount.CallLimit"/>): whoever is pending for so long has died.</summary>
    public static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(15);

    /// <summary>How long one waits for another that is storing the same message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string StoredWord = "stored ";

    /// <summary>A blob that does not answer must leave time for the queue: an Action waits 8 s in all.</summary>
    private static readonly TimeSpan TakeLimit = TimeSpan.FromSeconds(3);

    /// <summary>Stands between a stored message and its answer.</summary>
    private static readonly TimeSpan ConfirmLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly EndedMessages _ended = new(blobs);

    public IdempotencyClaims(BlobTexts blobs, TimeProvider time)
        : this(blobs, time, PendingLimit, Patience) { }

    /// <exception cref="StoreUnavailableException">The blobs do not answer.</exception>
    public async Task<DuplicateClaim> TakeAsync(IdempotencyKey key, MessageId id)
    {
        var name = $"duplicates/{key.Hash.ToString("x32", CultureInfo.InvariantCulture)}";
        var started = time.GetTimestamp();
        while (true)
        {
            var claim = await TryTakeAsync(name, key.Window, id);
            if (claim is not DuplicateClaim.Pending || time.GetElapsedTime(started) > patience)
            {
                return claim;
            }

            await Task.Delay(Pause, time);
        }
    }

    /// <summary>Whether the message has come to an end without a delivery, so that it is a new one when it is brought again.</summary>
    /// <exception cref="StoreUnavailableException">The blobs do not answer.</exception>
    public Task<bool> HasEndedAsync(MessageId id) => RunAsync(TakeLimit, token => _ended.ContainsAsync(id, token));

    /// <summary>The queue has the message: whoever brings it again gets its id.</summary>
    public Task ConfirmAsync(DuplicateClaim.Taken claim) =>
        RunAsync(ConfirmLimit, token => blobs.WriteOverAsync(claim.Name, StoredWord + claim.Id, claim.Version, token));

    /// <summary>The queue does not have the message: the next one may store it.</summary>
    public Task ReleaseAsync(DuplicateClaim.Taken claim) =>
        RunAsync(
            ConfirmLimit,
            async token =>
            {
                await blobs.DeleteAsync(claim.Name, claim.Version, token);
                return true;
            }
        );

    private Task<DuplicateClaim> TryTakeAsync(string name, TimeSpan window, MessageId id) =>
        RunAsync<DuplicateClaim>(
            TakeLimit,
            async token =>
            {
                var pending = $"pending {id}";
                if (await blobs.WriteOverAsync(name, pending, null, token) is { } created)
                {
                    return new DuplicateClaim.Taken(name, id, created);
                }

                if (await blobs.ReadAsync(name, token) is not { } found)
                {
                    return new DuplicateClaim.Pending();
                }

                if (found.Text == pending)
                {
                    // Our own, whose answer was lost: the client's second try met the first.
                    return new DuplicateClaim.Taken(name, id, found.Version);
                }

                if (
                    found.Text.StartsWith(StoredWord, StringComparison.Ordinal)
                    && found.Age < window
                    && MessageId.TryParse(found.Text[StoredWord.Length..], out var stored)
                    && !await _ended.ContainsAsync(stored, token)
                )
                {
                    return new DuplicateClaim.Stored(stored);
                }

                if (found.Text.StartsWith("pending ", StringComparison.Ordinal) && found.Age < pendingLimit)
                {
                    return new DuplicateClaim.Pending();
                }

                return await blobs.WriteOverAsync(name, pending, found.Version, token) is { } taken
                    ? new DuplicateClaim.Taken(name, id, taken)
                    : new DuplicateClaim.Pending();
            }
        );

    private Task<T> RunAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> call) =>
        StorageCall.RunAsync("It cannot be told whether the message was stored before", limit, time, call);
}

/// <summary>What came of claiming a message.</summary>
internal abstract record DuplicateClaim
{
    private DuplicateClaim() { }

    /// <summary>It is ours to store.</summary>
    /// <param name="Name">The blob.</param>
    /// <param name="Id">The message's id.</param>
    /// <param name="Version">What was written there.</param>
    public sealed record Taken(string Name, MessageId Id, ETag Version) : DuplicateClaim;

    /// <summary>It is stored.</summary>
    /// <param name="Id">Under this id.</param>
    public sealed record Stored(MessageId Id) : DuplicateClaim;

    /// <summary>Another is storing it, and has not come to an end.</summary>
    public sealed record Pending : DuplicateClaim;
}
