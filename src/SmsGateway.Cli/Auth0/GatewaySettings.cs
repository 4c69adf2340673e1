using System.CommandLine;
using SmsGateway.Callers;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Auth0.Status;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Cli.Auth0;

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

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _subject, _audience, _secret, _encoding.Option })
        {
            command.Add(option);
        }
    }

    /// <exception cref="CliException">Something is missing or wrong.</exception>
    public GatewaySide Require(Invocation invocation) => GatewaySide.Create(
        new Uri(invocation.RequireUrl(_url), AcceptPath),
        invocation.Require(_subject),
        invocation.Require(_audience),
        invocation.Secret(_secret),
        _encoding.Find(invocation) == SecretEncoding.Base64Url);

    /// <summary>What is given, to compare with; asks for nothing.</summary>
    public GatewayExpectation Find(Invocation invocation) => new()
    {
        Url = invocation.Find(_url) is { } url ? new Uri(GatewayAddress.Parse(url, _url), AcceptPath) : null,
        Subject = invocation.Find(_subject),
        Audience = invocation.Find(_audience),
        Secret = invocation.FindSecret(_secret),
        Encoding = _encoding.Find(invocation),
    };
}
