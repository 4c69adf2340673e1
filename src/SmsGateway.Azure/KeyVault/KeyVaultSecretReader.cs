using System.Text.Json;
using Azure;
using Azure.Security.KeyVault.Secrets;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>
/// Reads the newest two usable versions of a secret: one request lists the versions (one for each 25 of them), and one more
/// reads the value of each version not known yet. So a first read costs three requests, a repeated one costs one.
/// </summary>
internal sealed class KeyVaultSecretReader(SecretClient client, TimeProvider time)
{
    /// <param name="name">The secret's name; it may be a secret in the wrong place, so no text of this class quotes it.</param>
    /// <param name="known">What the last successful read found.</param>
    /// <param name="cancellationToken">Ends the read, which is then a failure like any other.</param>
    public async Task<SecretResult> ReadAsync(string name, KnownVersions? known, CancellationToken cancellationToken)
    {
        try
        {
            var versions = new List<SecretProperties>();
            await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
            {
                versions.Add(version);
            }

            // A vault may answer a list of the versions of an unknown secret with 404, or with none.
            return versions.Count == 0
                ? Missing(null)
                : await ReadValuesAsync(name, [.. Usable(versions).Take(2)], known, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return Missing(e);
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            return Failed(
                SecretFailureKind.Forbidden,
                $"The vault forbids reading the secret ({ReasonOf(e)}); the gateway's identity needs to get and list secrets (role Key Vault Secrets User), and its network must be let in.",
                e
            );
        }
        catch (Exception e)
        {
            // Whatever else goes wrong, values in memory are served and the next read may succeed.
            return Failed(
                SecretFailureKind.Unreachable,
                $"The secret cannot be read from the vault now ({Describe(e, cancellationToken)}).",
                e
            );
        }
    }

    private IEnumerable<SecretProperties> Usable(IEnumerable<SecretProperties> versions)
    {
        var now = SteadyTime.ByMachine(time, time.GetUtcNow());
        return versions
            .Where(version => version.Enabled != false && !(version.NotBefore > now) && !(version.ExpiresOn <= now))
            .OrderByDescending(version => version.CreatedOn)
            // The vault counts in seconds; of two versions made in one, the same must come first every time.
            .ThenBy(version => version.Version, StringComparer.Ordinal);
    }

    private async Task<SecretResult> ReadValuesAsync(
        string name,
        SecretProperties[] usable,
        KnownVersions? known,
        CancellationToken cancellationToken
    )
    {
        if (usable is not [var current, ..])
        {
            return Failed(
                SecretFailureKind.Missing,
                "The secret has no version in the vault that is enabled and within its dates.",
                null
            );
        }

        var previousId = usable.ElementAtOrDefault(1)?.Version;
        var versions = new SecretVersions(
            await ReadValueAsync(name, current.Version, known, cancellationToken),
            previousId is null ? null : await ReadValueAsync(name, previousId, known, cancellationToken),
            Since(current)
        );
        return new SecretResult.Succeeded(
            new KnownVersions(current.Version, previousId, versions == known?.Versions ? known.Versions : versions)
        );
    }

    /// <summary>One that was made with a date from which on it counts was not current before.</summary>
    private static DateTimeOffset? Since(SecretProperties version) =>
        version.NotBefore > version.CreatedOn ? version.NotBefore : version.CreatedOn;

    private async ValueTask<Sensitive> ReadValueAsync(
        string name,
        string id,
        KnownVersions? known,
        CancellationToken cancellationToken
    )
    {
        if (known?.Find(id) is { } value)
        {
            return value;
        }

        var secret = await client.GetSecretAsync(name, id, cancellationToken);
        return new Sensitive(secret.Value.Value);
    }

    private static SecretResult.Failed Missing(Exception? cause) =>
        Failed(SecretFailureKind.Missing, "There is no such secret in the vault.", cause);

    /// <summary>What the vault answered quotes the secret's name, so only what failed on our side of it is passed on.</summary>
    private static SecretResult.Failed Failed(SecretFailureKind kind, string text, Exception? cause) =>
        new(new SecretFailure(kind, text, cause is RequestFailedException { Status: > 0 } ? null : cause));

    private static string Describe(Exception e, CancellationToken cancellationToken) =>
        e switch
        {
            RequestFailedException { Status: > 0 and var status } => $"status {status}",
            OperationCanceledException when cancellationToken.IsCancellationRequested => "no answer in time",
            _ => (e.InnerException ?? e).GetType().Name,
        };

    /// <summary>Why the vault says 403, which tells a role from a firewall: <c>error.innererror.code</c>, as far as it is a plain word.</summary>
    private static string ReasonOf(RequestFailedException e)
    {
        try
        {
            using var body = JsonDocument.Parse(e.GetRawResponse()?.Content ?? BinaryData.Empty);
            return
                body.RootElement.GetProperty("error").GetProperty("innererror").GetProperty("code").GetString()
                    is { Length: > 0 and < 64 } code
                && code.All(char.IsAsciiLetter)
                ? code
                : "403";
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "403";
        }
    }
}
