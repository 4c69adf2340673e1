using System.CommandLine;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Tokens;

/// <summary>The options that say as whom to call the gateway; the same values as in Auth0 and in the gateway's settings.</summary>
internal sealed class CallerSettings
{
    private static readonly string[] Algorithms = ["HS256", "HS384", "HS512"];

    private readonly Setting _subject;
    private readonly Setting _audience;
    private readonly SecretEncodingSetting _encoding = new();
    private readonly Setting _algorithm = new("--algorithm", "SMS_GATEWAY_ALGORITHM", "HS256|HS384|HS512", "What signs. Default: HS256.");
    private readonly SecretSetting _secret;

    /// <param name="isRequired">Whether the command cannot do without a caller.</param>
    public CallerSettings(bool isRequired)
    {
        _subject = new("--subject", "SMS_GATEWAY_SUBJECT", "text", "What sub must be: Auth0's gateway_authentication.subject.", isRequired);
        _audience = new("--audience", "SMS_GATEWAY_AUDIENCE", "text", "What aud must be: Auth0's gateway_authentication.audience.", isRequired);
        _secret = new("--signing-secret-file", "SMS_GATEWAY_SIGNING_SECRET", "signing secret", isRequired);
        _algorithm.CompletionSources.Add(Algorithms);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _subject, _audience, _secret, _encoding.Option, _algorithm })
        {
            command.Add(option);
        }
    }

    /// <exception cref="CliException">Something is missing or wrong.</exception>
    public TokenCaller Require(Invocation invocation)
    {
        var subject = invocation.Require(_subject);
        var audience = invocation.Require(_audience);
        var encoding = Encoding(invocation);
        var algorithm = Algorithm(invocation);
        return TokenCaller.Create(subject, audience, invocation.Secret(_secret), encoding, algorithm);
    }

    /// <summary>As <see cref="Require"/>, but never asks.</summary>
    /// <returns>Null, and the missing options' names, when not all of it is given.</returns>
    public TokenCaller? Find(Invocation invocation, out string missing)
    {
        var subject = invocation.Find(_subject);
        var audience = invocation.Find(_audience);
        var secret = invocation.FindSecret(_secret);
        var absent = new List<string>();
        AddIfNull(subject, _subject.Name, _subject.Variable);
        AddIfNull(audience, _audience.Name, _audience.Variable);
        AddIfNull(secret, _secret.Name, _secret.Variable);
        missing = string.Join(", ", absent);
        return absent.Count == 0 ? TokenCaller.Create(subject!, audience!, secret!, Encoding(invocation), Algorithm(invocation)) : null;

        void AddIfNull(object? value, string name, string variable)
        {
            if (value is null)
            {
                absent.Add($"{name} (or {variable})");
            }
        }
    }

    /// <summary>Whether a secret is given, by whichever way.</summary>
    public bool HasSecret(Invocation invocation) => invocation.IsGiven(_secret);

    private SecretEncoding Encoding(Invocation invocation) => _encoding.Find(invocation) ?? SecretEncoding.Utf8;

    private string Algorithm(Invocation invocation) =>
        invocation.Find(_algorithm) is not { } text ? "HS256"
        : Array.Find(Algorithms, known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw CliException.Usage($"{_algorithm.Name} (or {_algorithm.Variable}) must be HS256, HS384 or HS512.");
}
