using System.CommandLine;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Status;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0;

/// <summary>What Auth0 is to know of the gateway. A class, not a record: nothing prints it.</summary>
internal sealed class GatewayCredentials
{
    private GatewayCredentials(Uri url, string subject, string audience, Sensitive secret, bool isBase64Url)
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
    public static GatewayCredentials Create(Uri url, string subject, string audience, Sensitive secret, bool isBase64Url)
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
        return mistakes.Count == 0 ? new GatewayCredentials(url, subject, audience, secret, isBase64Url) : throw CliException.Usage(string.Join('\n', mistakes));

        void CheckLength(string what, int length, int max)
        {
            if (length > max)
            {
                mistakes.Add($"{what} has {length} characters; Auth0 takes {max} at most.");
            }
        }
    }
}

/// <summary>The options that say what Auth0 is to know of the gateway.</summary>
/// <param name="isRequired">Whether the command cannot do without them.</param>
internal sealed class GatewaySettings(bool isRequired)
{
    private const string AcceptPath = "api/sms";

    private readonly Setting _url = Settings.Url(isRequired);
    private readonly Setting _subject = new("--subject", "SMS_GATEWAY_SUBJECT", "text", "The gateway's Callers setting Subject: what sub of Auth0's tokens will be.", isRequired);
    private readonly Setting _audience = new("--audience", "SMS_GATEWAY_AUDIENCE", "text", "The gateway's Callers setting Audience: what aud of Auth0's tokens will be.", isRequired);
    private readonly SecretSetting _secret = new("--signing-secret-file", "SMS_GATEWAY_SIGNING_SECRET", "signing secret", isRequired);
    private readonly SecretEncodingSetting _encoding = new();

    public IReadOnlyList<Option> Options => [_url, _subject, _audience, _secret, _encoding.Option];

    /// <exception cref="CliException">Something is missing or wrong.</exception>
    public async Task<GatewayCredentials> RequireAsync(Invocation invocation, CancellationToken cancellationToken) => GatewayCredentials.Create(
        new Uri(invocation.RequireUrl(_url), AcceptPath),
        invocation.Require(_subject),
        invocation.Require(_audience),
        await invocation.SecretAsync(_secret, cancellationToken),
        _encoding.Find(invocation) == SecretEncoding.Base64Url);

    /// <summary>What is given, to compare with; asks for nothing.</summary>
    public async Task<GatewayExpectation> FindAsync(Invocation invocation, CancellationToken cancellationToken) => new()
    {
        Url = invocation.Find(_url) is { } url ? new Uri(GatewayAddress.Parse(url, _url), AcceptPath) : null,
        Subject = invocation.Find(_subject),
        Audience = invocation.Find(_audience),
        Secret = await invocation.FindSecretAsync(_secret, cancellationToken),
        Encoding = _encoding.Find(invocation),
    };
}
