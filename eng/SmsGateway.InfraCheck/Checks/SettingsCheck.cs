using Microsoft.Extensions.Configuration;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>
/// Every app setting is one that somebody reads. The gateway's own are given to the code that reads them, so that what it would
/// refuse at its start is refused here; the platform's are in <see cref="PlatformSettings"/>.
/// </summary>
internal sealed class SettingsCheck : ICheck
{
    private static readonly string[] Sections = ["Gateway", "Store", "KeyVault"];

    public void Run(Deployment deployment, Findings findings)
    {
        foreach (var app in AppSettings.In(deployment))
        {
            if (app.IsOpen)
            {
                findings.NotCovered($"{app.Site.Declaration.At}: some settings of '{app.Site.Declaration.Name}' are not known before the deployment");
            }

            foreach (var setting in app.All)
            {
                CheckName(setting, findings);
            }

            foreach (var name in CodeFacts.ExpectedSettings.Where(name => app[name] is null && !app.IsOpen))
            {
                findings.Add(app.Site.Declaration.At, $"there is no setting '{name}', which a function's attribute asks for");
            }

            foreach (var connection in CodeFacts.Functions.Select(function => function.Connection).OfType<string>().Distinct())
            {
                CheckConnection(app, connection, findings);
            }

            ReadByTheGateway(app, findings);
        }
    }

    private static void CheckName(Member setting, Findings findings)
    {
        if (!setting.IsKeyKnown)
        {
            findings.NotCovered($"{setting.KeyAt}: a setting's name is an expression");
        }
        else if (!setting.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
        {
            findings.Add(setting.KeyAt, $"setting '{setting.Key}' has a character that Azure takes in no setting's name: letters, digits, dots and underscores only");
        }
        else if (PlatformSettings.Refused(setting.Key) is { } reason)
        {
            findings.Add(setting.KeyAt, $"setting '{setting.Key}' {reason}");
        }
        else if (SectionOf(setting.Key) == "Secrets")
        {
            findings.Add(setting.KeyAt, $"setting '{setting.Key}' is for local runs; in Azure secrets are in the vault");
        }
        else if (!Sections.Contains(SectionOf(setting.Key)) && !PlatformSettings.IsKnown(setting.Key))
        {
            var known = Sections.Select(section => section + setting.Key[SectionOf(setting.Key).Length..]).Concat(PlatformSettings.Names);
            findings.Add(setting.KeyAt, $"nobody reads the setting '{setting.Key}'{Names.Hint(setting.Key, known)}");
        }
    }

    /// <summary>A trigger's connection: by identity, as the accounts take no keys.</summary>
    private static void CheckConnection(AppSettings app, string connection, Findings findings)
    {
        if (app.IsOpen || app.All.Count == 0)
        {
            return;
        }

        if (app[$"{connection}__accountName"] is null && app[$"{connection}__AccountName"] is null && app[$"{connection}__queueServiceUri"] is null)
        {
            findings.Add(app.Site.Declaration.At, $"a trigger's connection '{connection}' has no setting '{connection}__AccountName'");
        }

        if (app[$"{connection}__credential"]?.Value.Known() is var credential and not "managedidentity")
        {
            findings.Add(app[$"{connection}__credential"]?.KeyAt ?? app.Site.Declaration.At, credential is null
                ? $"a trigger's connection '{connection}' has no setting '{connection}__credential'"
                : $"'{connection}__credential' must be 'managedidentity'");
        }
    }

    private static void ReadByTheGateway(AppSettings app, Findings findings)
    {
        var own = app.All.Where(setting => setting.IsKeyKnown && Sections.Contains(SectionOf(setting.Key))).ToList();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(own.DistinctBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
                .Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Known(setting))))
            .Build();
        var errors = new List<string>();
        GatewayOptions.Read(configuration, errors);
        AzureStorageOptions.Read(configuration, errors);
        foreach (var error in errors.Distinct())
        {
            var key = error[..error.IndexOf(": ", StringComparison.Ordinal)];
            var setting = own.Where(setting => Belongs(key, setting.Key) || Belongs(setting.Key, key)).MaxBy(setting => Common(setting.Key, key));
            var isMissing = setting is null || !Belongs(setting.Key, key);
            if (isMissing ? !app.IsOpen : setting!.Value.Known() is not null || error.Contains("not a known setting", StringComparison.Ordinal))
            {
                findings.Add(setting?.KeyAt ?? app.Site.Declaration.At, $"the gateway would not start: {error}");
            }
        }
    }

    /// <summary>What is only known in Azure is replaced by something valid; its own errors are not looked at.</summary>
    private static string Known(Member setting) =>
        setting.Value.Known() ?? (setting.Key == "KeyVault__Uri" ? "https://known-later.vault.azure.net/" : "knownlater");

    private static bool Belongs(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + "__", StringComparison.OrdinalIgnoreCase);

    private static int Common(string a, string b) => a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();

    private static string SectionOf(string key) => key.Split("__")[0];
}
