using System.CommandLine;
using SmsGateway.Callers;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Tokens;

/// <summary>The option that says how the signing secret is written.</summary>
internal sealed class SecretEncodingSetting
{
    private readonly Setting _setting = new(
        "--secret-encoding",
        "SMS_GATEWAY_SECRET_ENCODING",
        "Utf8|Base64Url",
        "How the signing secret is written; Base64Url when Auth0 says secret_base64_encoded. Default: Utf8.");

    public SecretEncodingSetting() => _setting.CompletionSources.Add(Enum.GetNames<SecretEncoding>());

    public Option Option => _setting;

    /// <returns>Null when it is given nowhere.</returns>
    /// <exception cref="CliException">It is neither.</exception>
    public SecretEncoding? Find(Invocation invocation) =>
        invocation.Find(_setting) is not { } text ? null
        : Enum.TryParse<SecretEncoding>(text, ignoreCase: true, out var encoding) && Enum.IsDefined(encoding) ? encoding
        : throw CliException.Usage($"{_setting.Name} (or {_setting.Variable}) must be Utf8 or Base64Url.");
}
