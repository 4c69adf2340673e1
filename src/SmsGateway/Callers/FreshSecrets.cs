using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>A fresh look at the secrets that a token did not fit.</summary>
internal sealed class FreshSecrets(ISecretStore secrets, TimeProvider time)
{
    /// <summary>Strangers' tokens must not pile up behind a vault that does not answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>The versions as they are known now; null for one that is not available.</summary>
    public async ValueTask<Dictionary<string, SecretVersions?>> KnownAsync(
        IEnumerable<string> names,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<string, SecretVersions?>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            try
            {
                known[name] = await secrets.GetAsync(name, cancellationToken);
            }
            catch (SecretUnavailableException)
            {
                known[name] = null;
            }
        }

        return known;
    }

    /// <param name="tried">Secrets, with the versions that did not fit.</param>
    /// <returns>Whether all have been read anew.</returns>
    public async Task<bool> ReadAsync(
        IReadOnlyDictionary<string, SecretVersions?> tried,
        CancellationToken cancellationToken
    )
    {
        var reads = Task.WhenAll(
            tried.Select(secret => secrets.RefreshAsync(secret.Key, secret.Value, cancellationToken).AsTask())
        );
        try
        {
            return !(await reads.WaitAsync(Longest, time, cancellationToken)).Contains(SecretRefresh.NotRead);
        }
        catch (TimeoutException)
        {
            // What has been read by now decides; the rest goes on without this request.
            _ = reads.ContinueWith(
                static ended => ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
            return false;
        }
    }
}
