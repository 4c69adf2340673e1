using Azure.Core;
using Azure.Security.KeyVault.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>All of the secret store's limits in time.</summary>
internal static class KeyVaultTimes
{
    /// <summary>How long values are served while the vault cannot be read.</summary>
    public static readonly TimeSpan LongestStale = TimeSpan.FromDays(1);

    /// <summary>
    /// Reads asked for because a secret was refused: one per secret in this time, whoever sends however much that does not fit. It
    /// is what a token signed with a secret of this moment waits for at most, and five reads in the ten seconds in which a vault
    /// allows 4,000.
    /// </summary>
    public static readonly TimeSpan BetweenAskedReads = TimeSpan.FromSeconds(2);

    /// <summary>How many may wait for a read of one secret; a flood of forged tokens must not pile up.</summary>
    public const int MostWaiting = 256;

    /// <summary>Tries, on behalf of requests, to read a secret that there is no value to serve of.</summary>
    public static readonly TimeSpan BetweenFailingReads = TimeSpan.FromSeconds(1);

    /// <summary>For a whole read with its token, its up to three requests and their retries; Auth0 waits 30 s for our answer.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan AfterSuccess = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>Until the timer reads again: 4 to 6 minutes, or 24 to 36 seconds after a failure, so that instances started together drift apart.</summary>
    /// <param name="succeeded">Whether the last read did.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan UntilNextRead(bool succeeded, double random) =>
        (succeeded ? AfterSuccess : AfterFailure) * (0.8 + (0.4 * random));

    /// <summary>At most 3 x 2 s and pauses of 0.2 and 0.4 s (each up to a fifth more) for one request: less than a whole read may take.</summary>
    public static void Limit(SecretClientOptions options)
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
    }
}
