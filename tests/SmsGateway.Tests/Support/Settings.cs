using Microsoft.Extensions.Configuration;

namespace SmsGateway.Tests.Support;

/// <summary>A good configuration, with changes; keys are written as environment variables are.</summary>
internal static class Settings
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Gateway__Admission__Regions__0"] = "US",
        ["Gateway__Callers__auth0__Subject"] = "auth0-connection",
        ["Gateway__Callers__auth0__Audience"] = "https://gateway.example/api/sms",
        ["Gateway__Callers__auth0__SigningSecretName"] = "auth0-signing",
        ["Gateway__Carriers__twilio__Kind"] = "Twilio",
        ["Gateway__Carriers__twilio__AccountSid"] = "AC00000000000000000000000000000000",
        ["Gateway__Carriers__twilio__AuthTokenSecretName"] = "twilio-token",
        ["Gateway__Carriers__twilio__From"] = "+15005550006",
        ["Secrets__auth0-signing"] = "a signing secret of more than 32 bytes",
        ["Secrets__twilio-token"] = "a token",
    };

    /// <summary>For a process of its own.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        Good.ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <param name="changes">Key to value; null removes the key.</param>
    public static IConfigurationRoot Create(params IEnumerable<(string Key, string? Value)> changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                settings.Remove(key);
            }
            else
            {
                settings[key] = value;
            }
        }

        return new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(pair =>
                    KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)
                )
            )
            .Build();
    }
}
