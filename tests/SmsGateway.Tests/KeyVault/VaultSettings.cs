using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.KeyVault;

/// <summary>A configuration whose secrets are in a vault.</summary>
internal static class VaultSettings
{
    public const string SigningSecret = "pasted-signing-secret";
    public const string CarrierSecret = "pasted-carrier-token";

    public static Dictionary<string, string?> For(Uri vault) =>
        new()
        {
            ["KeyVault:Uri"] = vault.ToString(),
            ["Gateway:Callers:auth0:Subject"] = TokenFactory.Subject,
            ["Gateway:Callers:auth0:Audience"] = TokenFactory.Audience,
            ["Gateway:Callers:auth0:SigningSecretName"] = SigningSecret,
            ["Gateway:Carriers:twilio:Kind"] = "Twilio",
            ["Gateway:Carriers:twilio:BaseAddress"] = "http://127.0.0.1:1/",
            ["Gateway:Carriers:twilio:AccountSid"] = "AC00000000000000000000000000000000",
            ["Gateway:Carriers:twilio:AuthTokenSecretName"] = CarrierSecret,
            ["Gateway:Carriers:twilio:From"] = "+15005550006",
        };
}
