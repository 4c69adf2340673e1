using Azure;
using Azure.Identity;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>Bounds a call to the storage service in time, and makes every way it can fail a <see cref="StoreUnavailableException"/>.</summary>
internal static class StorageCall
{
    /// <param name="failure">What could not be done, as a sentence without its end.</param>
    /// <param name="limit">For the whole call, retries included.</param>
    /// <param name="call">What to do.</param>
    public static async Task<T> RunAsync<T>(
        string failure,
        TimeSpan limit,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call
    )
    {
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception e)
            when (e
                    is RequestFailedException
                        or AggregateException
                        or OperationCanceledException
                        or AuthenticationFailedException
            )
        {
            throw new StoreUnavailableException($"{failure}: {Reason(e)}.", e);
        }
    }

    /// <summary>The service's own codes, and never its text, which quotes addresses.</summary>
    private static string Reason(Exception e) =>
        e switch
        {
            RequestFailedException { Status: > 0 } failed => $"{failed.Status} {failed.ErrorCode}".TrimEnd(),
            RequestFailedException => "no connection to the storage account",
            AggregateException several => Reason(several.InnerExceptions[^1]),
            AuthenticationFailedException => "no token for this process's identity",
            _ => "no answer in time",
        };
}
