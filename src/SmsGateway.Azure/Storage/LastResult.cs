using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// What came of the last real call of a kind. A failure decides for a while only: a gateway that gets no requests because it says
/// that it is unwell could never find out that it is well.
/// </summary>
internal sealed class LastResult(TimeProvider time)
{
    public static readonly TimeSpan Decides = TimeSpan.FromMinutes(1);

    private volatile Failed? _failed;

    /// <summary>Why the last call failed; null when it did not, or that was long ago.</summary>
    public string? Failure => _failed is { } failed && time.GetElapsedTime(failed.At) < Decides ? failed.Why : null;

    public async Task<T> OfAsync<T>(Task<T> call)
    {
        try
        {
            var result = await call;
            _failed = null;
            return result;
        }
        catch (StoreUnavailableException e)
        {
            _failed = new Failed(e.Message, time.GetTimestamp());
            throw;
        }
    }

    private sealed record Failed(string Why, long At);
}
