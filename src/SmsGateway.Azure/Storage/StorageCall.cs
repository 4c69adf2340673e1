using Azure;
using Azure.Identity;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Bounds a call to the storage service in time, and makes every way it can fail a <see cref="StoreUnavailableException"/>:
/// whatever stands between the service and us can answer anything, and the client throws whatever its reading of that throws.
/// </summary>
internal static class StorageCall
{
    /// <param name="failure">What could not be done, as a sentence without its end.</param>
    /// <param name="limit">For the whole call, retries included.</param>
    /// <param name="call">What to do; reading what the service lists included.</param>
    public static Task<T> RunAsync<T>(
        string failure,
        TimeSpan limit,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call
    ) => RunCancellableAsync(failure, limit, time, call, CancellationToken.None);

    /// <inheritdoc cref="RunAsync{T}"/>
    /// <param name="cancellationToken">Ends it for who has no use for the answer any more, with the exception of that.</param>
    public static async Task<T> RunCancellableAsync<T>(
        string failure,
        TimeSpan limit,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var registration = cancellationToken.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(),
            deadline
        );
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreUnavailableException($"{failure}: {Reason(e)}.", e);
        }
    }

    /// <summary>For an answer that the client has taken, and that lacks what the service always says.</summary>
    /// <exception cref="ForeignAnswerException">It does.</exception>
    public static T Complete<T>(Response<T> response, Func<T, bool> isComplete) =>
        response.Value is { } value && isComplete(value)
            ? value
            : throw new ForeignAnswerException(response.GetRawResponse()?.Status ?? 0);

    /// <summary>The service's own codes, and never its text, which quotes addresses.</summary>
    private static string Reason(Exception e) =>
        e switch
        {
            RequestFailedException { Status: > 0 } failed => $"{failed.Status} {failed.ErrorCode}".TrimEnd(),
            RequestFailedException => "no connection to the storage account",
            AggregateException several => Reason(several.InnerExceptions[^1]),
            AuthenticationFailedException => "no token for this process's identity",
            ForeignAnswerException foreign => $"an answer ({foreign.Status}) that is not the storage service's",
            OperationCanceledException => "no answer in time",
            IOException => "the connection broke off",
            _ => $"an answer that cannot be understood ({e.GetType().Name})",
        };
}
