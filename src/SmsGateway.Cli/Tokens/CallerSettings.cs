using System.CommandLine;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Tokens;

/// <summary>The options that say as whom the gateway is called; the same values as in Auth0 and in the gateway's settings.</summary>
/// <param name="isRequired">Whether the command cannot do without a caller.</param>
/// <param name="isAuth0">Whether Auth0 is to sign, which does so with HS256 and nothing else.</param>
internal sealed class CallerSettings(bool isRequired, bool isAuth0 = false)
{
    private static readonly string[] Algorithms = ["HS256", "HS384", "HS512"];

    private readonly Setting _encoding = Choice(
        "--secret-encoding",
        "SMS_GATEWAY_SECRET_ENCODING",
        "How the signing secret is written; Base64Url when Auth0 says secret_base64_encoded. Default: Utf8.",
        Enum.GetNames<SecretEncoding>()
    );
    private readonly Setting _algorithm = Choice(
        "--algorithm",
        "SMS_GATEWAY_ALGORITHM",
        "What signs. Default: HS256.",
        Algorithms
    );

    public Setting Subject { get; } =
        new(
            "--subject",
            "SMS_GATEWAY_SUBJECT",
            "text",
            "The sub of tokens: the gateway's Callers setting Subject, Auth0's gateway_authentication.subject.",
            isRequired
        );

    public Setting Audience { get; } =
        new(
            "--audience",
            "SMS_GATEWAY_AUDIENCE",
            "text",
            "The aud of tokens: the gateway's Callers setting Audience, Auth0's gateway_authentication.audience.",
            isRequired
        );

    public SecretSetting Secret { get; } =
        new("--signing-secret-file", "SMS_GATEWAY_SIGNING_SECRET", "signing secret", isRequired);

    public IReadOnlyList<Option> Options =>
        isAuth0 ? [Subject, Audience, Secret, _encoding] : [Subject, Audience, Secret, _encoding, _algorithm];

    /// <exception cref="CliException">Something is missing or wrong.</exception>
    public async Task<TokenCaller> RequireAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var subject = invocation.Require(Subject);
        var audience = invocation.Require(Audience);
        var encoding = Encoding(invocation) ?? SecretEncoding.Utf8;
        var algorithm = (isAuth0 ? null : Find(invocation, _algorithm, Algorithms)) ?? Algorithms[0];
        return TokenCaller.Create(
            subject,
            audience,
            await invocation.SecretAsync(Secret, cancellationToken),
            encoding,
            algorithm
        );
    }

    /// <summary>As <see cref="RequireAsync"/>, but never asks.</summary>
    /// <returns>No caller, and the missing options' names, when not all of it is given.</returns>
    public async Task<(TokenCaller? Caller, string Missing)> FindAsync(
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        EnvironmentOption[] needed = [Subject, Audience, Secret];
        var missing = string.Join(
            ", ",
            needed
                .Where(option => !invocation.IsGiven(option))
                .Select(option => $"{option.Name} (or {option.Variable})")
        );
        return (missing.Length == 0 ? await RequireAsync(invocation, cancellationToken) : null, missing);
    }

    /// <returns>Null when it is given nowhere.</returns>
    public SecretEncoding? Encoding(Invocation invocation) =>
        Find(invocation, _encoding, Enum.GetNames<SecretEncoding>()) is { } name
            ? Enum.Parse<SecretEncoding>(name)
            : null;

    private static Setting Choice(string name, string variable, string description, string[] choices)
    {
        var setting = new Setting(name, variable, string.Join('|', choices), description);
        setting.CompletionSources.Add(choices);
        return setting;
    }

    private static string? Find(Invocation invocation, Setting setting, string[] choices) =>
        invocation.Find(setting) is not { } text
            ? null
            : Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw CliException.Usage(
                    $"{setting.Name} (or {setting.Variable}) must be {string.Join(", ", choices[..^1])} or {choices[^1]}."
                );
}
