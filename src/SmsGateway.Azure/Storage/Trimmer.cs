using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>Deletes what has had its time from a table, now and then and beside everything else.</summary>
/// <param name="turn">Of one gateway at a time.</param>
/// <param name="trim">Deletes some, oldest first, and says whether there may be more.</param>
internal sealed class Trimmer(TrimTurn turn, Func<Task<bool>> trim, TimeProvider time)
{
    private Task _trimming = Task.CompletedTask;
    private long? _begunAt;

    /// <summary>Not for several threads.</summary>
    public void Begin()
    {
        if (_trimming.IsCompleted && (_begunAt is not { } last || time.GetElapsedTime(last) >= TrimTurn.Length))
        {
            _begunAt = time.GetTimestamp();
            _trimming = TrimAsync();
        }
    }

    /// <summary>
    /// To the end, however long that takes, by one query and one transaction of a hundred after the other. That is at most what one
    /// partition takes: where all gateways together write more than one of them deletes, what is old waits until they write less.
    /// </summary>
    private async Task TrimAsync()
    {
        try
        {
            if (!await turn.TakeAsync())
            {
                return;
            }

            while (await trim() && await turn.KeepAsync()) { }
        }
        catch (StoreUnavailableException)
        {
            // What is too old is only in the way; the next time it goes.
        }
    }
}
