using System.CommandLine;
using SmsGateway.Callers;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Status;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Cli.Auth0;

/// <summary>What Auth0 is to know of the gateway. A class, not a record: nothing prints it.</summary>
internal sealed class GatewayCredentials
{
    private GatewayCredentials(Uri url, TokenCaller caller) => (Url, Caller) = (url, caller);

    /// <summary>Where messages are posted.</summary>
    public Uri Url { get; }

    /// <summary>Signs as Auth0 will.</summary>
    public TokenCaller Caller { get; }

    public bool IsBase64Url => Caller.Encoding == SecretEncoding.Base64Url;

    /// <exception cref="CliException">Something is not what Auth0 can take; every mistake at once.</exception>
    public static GatewayCredentials Create(Uri url, TokenCaller caller)
    {
        var mistakes = new List<string>();
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            mistakes.Add("--url must be https: Auth0 sends codes to nothing else.");
        }

        CheckLength("--url", url.AbsoluteUri.Length, Auth0Limits.Url);
        CheckLength("--subject", caller.Subject.Length, Auth0Limits.Subject);
        CheckLength("--audience", caller.Audience.Length, Auth0Limits.Audience);
        CheckLength("The signing secret", caller.Secret.Length, Auth0Limits.Secret);
        return mistakes.Count == 0
            ? new GatewayCredentials(url, caller)
            : throw CliException.Usage(string.Join('\n', mistakes));

        void CheckLength(string what, int length, int max)
        {
            if (length > max)
            {
                mistakes.Add($"{what} has {length} characters; Auth0 takes {max} at most.");
            }
        }
    }
}

/// <summary>The options that say it.</summary>
/// <param name="isRequired">Whether the command cannot do without them.</param>
internal sealed class GatewaySettings(bool isRequired)
{
    private const string AcceptPath = "api/sms";

    private readonly Setting _url = Settings.Url(isRequired);
    private readonly CallerSettings _caller = new(isRequired, isAuth0: true);

    public IReadOnlyList<Option> Options => [_url, .. _caller.Options];

    /// <exception cref="CliException">Something is missing or wrong.</exception>
    public async Task<GatewayCredentials> RequireAsync(Invocation invocation, CancellationToken cancellationToken) =>
        GatewayCredentials.Create(
            new Uri(invocation.RequireUrl(_url), AcceptPath),
            await _caller.RequireAsync(invocation, cancellationToken)
        );

    /// <summary>What is given, to compare with; asks for nothing.</summary>
    public async Task<GatewayExpectation> FindAsync(Invocation invocation, CancellationToken cancellationToken) =>
        new()
        {
            Url = invocation.Find(_url) is { } url ? new Uri(GatewayAddress.Parse(url, _url), AcceptPath) : null,
            Subject = invocation.Find(_caller.Subject),
            Audience = invocation.Find(_caller.Audience),
            Secret = await invocation.FindSecretAsync(_caller.Secret, cancellationToken),
            Encoding = _caller.Encoding(invocation),
        };
}
