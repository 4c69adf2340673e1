using System.Net.Http.Headers;
using System.Text;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Http;

/// <summary>Credentials as carriers want to see them.</summary>
internal static class CarrierSecrets
{
    /// <summary>Reads a secret, which no carrier's key can be when a header cannot hold it.</summary>
    /// <exception cref="SecretUnavailableException">It cannot be read, or cannot be written in a header.</exception>
    public static async ValueTask<string> ReadAsync(
        ISecretStore secrets,
        string name,
        CancellationToken cancellationToken
    )
    {
        var secret = (await secrets.GetAsync(name, cancellationToken)).Current.Reveal();
        return Mistake(secret) is { } mistake
            ? throw new SecretUnavailableException($"Of a carrier: {mistake}.")
            : secret;
    }

    /// <returns>Why no carrier's key can be so; null when one can.</returns>
    public static string? Mistake(string secret) =>
        secret.Length > 0 && !secret.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? null
            : "the secret is empty or holds characters that no carrier's key has";

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
