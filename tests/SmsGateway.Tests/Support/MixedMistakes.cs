using SmsGateway.Configuration;

namespace SmsGateway.Tests.Support;

/// <summary>A command line with a mistake in every section that both heads read.</summary>
internal static class MixedMistakes
{
    public static readonly string[] Arguments =
    [
        "--Gateway:Callers:auth0:Subject=a",
        "--Gateway:Callers:auth0:Audience=b",
        "--Gateway:Callers:auth0:SigningSecretName=signing",
        "--Gateway:Callers:auth0:SigningSecretEncoding=Base64Url",
        "--Gateway:Callers:second:Scheme=StaticBearer",
        "--Gateway:Callers:second:SigningSecretName=not there",
        "--Gateway:Carriers:twilio:Kind=Pigeon",
        "--Gateway:Colour=blue",
        "--KeyVault:Url=https://name.vault.azure.net/",
        "--Secrets:signing=not base64!",
    ];

    public static readonly string[] Keys =
    [
        "Gateway__Callers__auth0__SigningSecretName",
        "Gateway__Callers__second__SigningSecretName",
        "Gateway__Carriers__twilio__Kind",
        "Gateway__Colour",
        "KeyVault__Url",
    ];

    public static IEnumerable<string> KeysOf(GatewayConfigurationException exception) =>
        exception
            .Errors.Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)])
            .Order(StringComparer.Ordinal);
}
