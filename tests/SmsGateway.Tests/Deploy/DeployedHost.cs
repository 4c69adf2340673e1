using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SmsGateway.Host;

namespace SmsGateway.Tests.Deploy;

/// <summary>The Host on the settings of one of the places that <see cref="DeployFiles"/> knows.</summary>
internal static class DeployedHost
{
    /// <param name="place">Whose settings.</param>
    /// <param name="storePath">Folder of the embedded store.</param>
    /// <param name="changes">Further settings, and others in the place of its own.</param>
    public static WebApplication On(
        string place,
        string storePath,
        params IEnumerable<(string Key, string Value)> changes
    ) =>
        Create(
            DeployFiles.SettingsOf(place).Select(pair => (pair.Key, Filled(pair.Key, pair.Value))),
            [("Store__Path", storePath), .. changes]
        );

    /// <summary>The same as it stands, with what somebody has still to fill in.</summary>
    public static WebApplication Unfilled(string place, string storePath) =>
        Create(DeployFiles.SettingsOf(place).Select(pair => (pair.Key, pair.Value)), [("Store__Path", storePath)]);

    private static WebApplication Create(
        IEnumerable<(string Key, string Value)> settings,
        IEnumerable<(string Key, string Value)> changes
    ) =>
        HostApp.Create(
            ["--urls=http://127.0.0.1:0"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(Configuration(settings));
                builder.Configuration.AddInMemoryCollection(Configuration(changes));
                builder.Logging.ClearProviders();
            }
        );

    private static string Filled(string key, string value) =>
        value switch
        {
            "AC..." => "AC0123456789abcdef0123456789abcdef",
            "+1..." => "+15005550006",
            "..." when key == "Store__AccountName" => "smsgateway",
            "..." => $"what {key} is, in more than 32 bytes",
            _ => value,
        };

    private static IEnumerable<KeyValuePair<string, string?>> Configuration(
        IEnumerable<(string Key, string Value)> settings
    ) =>
        settings.Select(setting =>
            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)
        );
}
