using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Azure.Storage;

namespace SmsGateway.Tests.Infra;

/// <summary>
/// Every app setting is one that somebody reads, and none is a secret. The gateway's own are given to the code that reads them, so
/// that what it would refuse at its start is refused here; the platform's are in <see cref="PlatformSettings"/>.
/// </summary>
internal static partial class AppSettings
{
    private static readonly string[] Sections = ["Gateway", "Store", "KeyVault"];

    public static IReadOnlyDictionary<string, string> Of(Deployment deployment) =>
        deployment
            .Of("Microsoft.Web/sites/config")
            .Single(config => config.Name.EndsWith("/appsettings", StringComparison.Ordinal))
            .Members("properties")
            .ToDictionary();

    public static IEnumerable<string> Findings(Deployment deployment)
    {
        var settings = Of(deployment);
        return
        [
            .. settings.Select(setting => MistakeOf(setting.Key, setting.Value)).OfType<string>(),
            .. deployment
                .Outputs.Where(output => IsSecret(output.Value))
                .Select(output => $"output '{output.Key}' shows a secret"),
            .. Connections(settings),
            .. ReadByTheGateway(settings).Select(error => $"the gateway would not start: {error}"),
        ];
    }

    private static string? MistakeOf(string name, string value)
    {
        var section = name.Split("__")[0];
        return !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
                ? $"setting '{name}' has a character that Azure takes in no setting's name"
            : PlatformSettings.Refused(name) is { } reason ? $"setting '{name}' {reason}"
            : section == "Secrets" ? $"setting '{name}' is for local runs; in Azure secrets are in the vault"
            : !Sections.Contains(section) && !PlatformSettings.IsKnown(name)
                ? $"nobody reads the setting '{name}'{CodeFacts.Hint(name, PlatformSettings.Names)}"
            : IsSecret(value) ? $"setting '{name}' holds a secret"
            : null;
    }

    /// <summary>Triggers reach their queues by identity, as the accounts take no keys.</summary>
    private static IEnumerable<string> Connections(IReadOnlyDictionary<string, string> settings)
    {
        foreach (
            var connection in CodeFacts
                .QueueFunctions.Values.Select(trigger => trigger.Connection)
                .OfType<string>()
                .Append("AzureWebJobsStorage")
                .Distinct()
        )
        {
            if (settings.GetValueOrDefault($"{connection}__credential") != "managedidentity")
            {
                yield return $"'{connection}__credential' must be 'managedidentity'";
            }

            if (
                !settings.ContainsKey($"{connection}__queueServiceUri")
                && !settings.ContainsKey($"{connection}__accountName")
            )
            {
                yield return $"no setting says where the connection '{connection}' leads";
            }
        }
    }

    private static List<string> ReadByTheGateway(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Where(setting => Sections.Contains(setting.Key.Split("__")[0]))
                    .Select(setting =>
                        KeyValuePair.Create(
                            setting.Key.Replace("__", ":", StringComparison.Ordinal),
                            (string?)setting.Value
                        )
                    )
            )
            .Build();
        var errors = new List<string>();
        GatewayOptions.Read(configuration, errors, KeyVaultOptions.NameRule(configuration, errors));
        AzureStorageOptions.Read(configuration, errors);
        return errors;
    }

    /// <summary>What lists keys, or has the form of one. The compiler finds most of the first itself.</summary>
    private static bool IsSecret(string value) => SecretLike().IsMatch(value);

    [GeneratedRegex(
        @"(AccountKey|SharedAccessKey|SharedAccessSignature|Password|sig)=|@Microsoft\.KeyVault\(|\blist[A-Z]\w*\(|\bgetSecret\(",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretLike();
}
