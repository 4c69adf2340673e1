using SmsGateway.Callers;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>What Auth0 is to know of the gateway. A class, not a record: nothing prints it.</summary>
internal sealed class GatewaySide
{
    private GatewaySide(Uri url, string subject, string audience, Sensitive secret, bool isBase64Url)
    {
        (Url, Subject, Audience, Secret, IsBase64Url) = (url, subject, audience, secret, isBase64Url);
        Caller = TokenCaller.Create(subject, audience, secret, isBase64Url ? SecretEncoding.Base64Url : SecretEncoding.Utf8, "HS256");
    }

    /// <summary>Where messages are posted.</summary>
    public Uri Url { get; }

    public string Subject { get; }

    public string Audience { get; }

    public Sensitive Secret { get; }

    public bool IsBase64Url { get; }

    /// <summary>Signs as Auth0 will.</summary>
    public TokenCaller Caller { get; }

    /// <exception cref="CliException">Something is not what Auth0 can take; every mistake at once.</exception>
    public static GatewaySide Create(Uri url, string subject, string audience, Sensitive secret, bool isBase64Url)
    {
        var mistakes = new List<string>();
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            mistakes.Add("--url must be https: Auth0 sends codes to nothing else.");
        }

        CheckLength("--url", url.AbsoluteUri.Length, Auth0Limits.Url);
        CheckLength("--subject", subject.Length, Auth0Limits.Subject);
        CheckLength("--audience", audience.Length, Auth0Limits.Audience);
        CheckLength("The signing secret", secret.Length, Auth0Limits.Secret);
        return mistakes.Count == 0 ? new GatewaySide(url, subject, audience, secret, isBase64Url) : throw CliException.Usage(string.Join('\n', mistakes));

        void CheckLength(string what, int length, int max)
        {
            if (length > max)
            {
                mistakes.Add($"{what} has {length} characters; Auth0 takes {max} at most.");
            }
        }
    }
}
