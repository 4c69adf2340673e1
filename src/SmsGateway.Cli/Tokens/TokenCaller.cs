using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Tokens;

/// <summary>As whom to call the gateway. A class, not a record: nothing prints its key.</summary>
internal sealed class TokenCaller
{
    private readonly string _algorithm;
    private readonly byte[] _key;

    private TokenCaller(
        string subject,
        string audience,
        Sensitive secret,
        SecretEncoding encoding,
        string algorithm,
        byte[] key
    ) =>
        (Subject, Audience, Secret, Encoding, _algorithm, _key) = (subject, audience, secret, encoding, algorithm, key);

    public string Subject { get; }

    public string Audience { get; }

    public Sensitive Secret { get; }

    public SecretEncoding Encoding { get; }

    /// <exception cref="CliException">The secret is not in its encoding.</exception>
    public static TokenCaller Create(
        string subject,
        string audience,
        Sensitive secret,
        SecretEncoding encoding,
        string algorithm
    ) =>
        SigningSecret.TryBytes(secret, encoding) is { } key
            ? new TokenCaller(subject, audience, secret, encoding, algorithm, key)
            : throw CliException.Usage(
                "The signing secret is not base64url, though --secret-encoding says so; is Utf8 meant?"
            );

    /// <summary>A token as an Action signs it, with a name of its own.</summary>
    /// <param name="now">Becomes <c>iat</c>.</param>
    /// <param name="lifetime">Until <c>exp</c>; null leaves it out.</param>
    /// <param name="body">What it goes with; null for a token that may go with anything.</param>
    public string Token(DateTimeOffset now, TimeSpan? lifetime, byte[]? body = null) =>
        TokenMinter.Sign(
            _algorithm,
            new Dictionary<string, JsonNode?>
            {
                ["sub"] = Subject,
                ["aud"] = Audience,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = lifetime is { } life ? (now + life).ToUnixTimeSeconds() : null,
                ["jti"] = MessageId.New(now).ToString(),
                ["body_sha256"] = body is null ? null : TokenMinter.Encode(SHA256.HashData(body)),
            },
            _key
        );
}
