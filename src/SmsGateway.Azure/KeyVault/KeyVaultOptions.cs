using Microsoft.Extensions.Configuration;
using SmsGateway.Configuration;

namespace SmsGateway.Azure.KeyVault;

/// <summary>Section <c>KeyVault</c>.</summary>
/// <param name="Uri">The vault's https address, such as <c>https://name.vault.azure.net/</c>.</param>
public sealed record KeyVaultOptions(Uri Uri)
{
    private const int MaxSecretNameLength = 127;

    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake.</param>
    /// <returns>Null when no vault is configured, or a wrong one.</returns>
    public static KeyVaultOptions? Read(IConfiguration configuration, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new ConfigurationReader(configuration.GetSection("KeyVault"), errors);
        var text = reader.Optional("Uri");
        reader.RejectUnknownKeys();
        if (text is null)
        {
            return null;
        }

        if (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
        )
        {
            return new KeyVaultOptions(uri);
        }

        // The address of a secret, with a path, is what the portal offers to copy first.
        reader.Error(
            "Uri",
            "must be the https address of a vault and nothing more, such as https://name.vault.azure.net/"
        );
        return null;
    }

    /// <summary>The rule for secrets' names where the settings name a vault, be it wrongly; null where they name none.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake of the section.</param>
    public static Func<string, string?>? NameRule(IConfiguration configuration, ICollection<string> errors)
    {
        Read(configuration, errors);
        return configuration["KeyVault:Uri"] is { Length: > 0 } ? NameMistake : null;
    }

    private static string? NameMistake(string name) =>
        name.Length is > 0 and <= MaxSecretNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? null
            : "a secret's name in a vault is 1 to 127 letters, digits and dashes";
}
