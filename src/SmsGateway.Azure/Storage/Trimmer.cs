using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>Deletes what has had its time from a table, now and then and beside everything else.</summary>
/// <param name="trim">Deletes some, oldest first, and says whether there may be more.</param>
internal sealed class Trimmer(Func<Task<bool>> trim, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private Task _trimming = Task.CompletedTask;
    private long? _begunAt;

    /// <summary>Not for several threads.</summary>
    public void Begin()
    {
        if (_trimming.IsCompleted && (_begunAt is not { } last || time.GetElapsedTime(last) >= Every))
        {
            _begunAt = time.GetTimestamp();
            _trimming = TrimAsync();
        }
    }

    /// <summary>
    /// To the end, however long that takes. A transaction deletes a hundred entities, and an instance writes one at a time: who trims
    /// is faster than several who write.
    /// </summary>
    private async Task TrimAsync()
    {
        try
        {
            while (await trim()) { }
        }
        catch (StoreUnavailableException)
        {
            // What is too old is only in the way; the next time it goes.
        }
    }
}
