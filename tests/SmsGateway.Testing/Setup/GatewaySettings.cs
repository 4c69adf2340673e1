using System.Globalization;

namespace SmsGateway.Testing;

/// <summary>
/// The gateway's and the carrier simulator's configuration for a run, as environment variables. Names of secrets have no dash, though
/// a vault allows it: a shell between here and the program would drop such a variable.
/// </summary>
internal static class GatewaySettings
{
    public const string EightByEightSubAccount = "workbench_run";

    /// <summary>The carriers of every run, in the order of the default route.</summary>
    public static readonly IReadOnlyList<string> Carriers = ["twilio", "messagemedia", "eightbyeight"];

    /// <param name="secrets">The run's.</param>
    /// <param name="callers">Who may post.</param>
    /// <param name="carrierAddress">Where the carrier simulator listens.</param>
    /// <param name="storePath">The embedded store's folder.</param>
    /// <param name="maxConcurrency">Null for the gateway's default; 0 accepts only.</param>
    /// <param name="storageAccount">Connection string of the storage account that takes the embedded store's place, if any.</param>
    public static Dictionary<string, string> Gateway(
        RunSecrets secrets,
        IEnumerable<Caller> callers,
        Uri carrierAddress,
        string storePath,
        int? maxConcurrency = null,
        string? storageAccount = null
    )
    {
        var settings = new Dictionary<string, string>
        {
            ["Store__Kind"] = storageAccount is null ? "Embedded" : "AzureStorage",
            [storageAccount is null ? "Store__Path" : "Store__ConnectionString"] = storageAccount ?? storePath,
            ["Gateway__Operators__KeySecretName"] = "operatorskey",
            ["Gateway__Carriers__twilio__Kind"] = "Twilio",
            ["Gateway__Carriers__twilio__AccountSid"] = secrets.TwilioAccountSid,
            ["Gateway__Carriers__twilio__AuthTokenSecretName"] = "twiliotoken",
            ["Gateway__Carriers__messagemedia__Kind"] = "MessageMedia",
            ["Gateway__Carriers__messagemedia__ApiKeySecretName"] = "messagemediakey",
            ["Gateway__Carriers__messagemedia__ApiSecretSecretName"] = "messagemediasecret",
            ["Gateway__Carriers__eightbyeight__Kind"] = "EightByEight",
            ["Gateway__Carriers__eightbyeight__SubAccountId"] = EightByEightSubAccount,
            ["Gateway__Carriers__eightbyeight__ApiKeySecretName"] = "eightbyeightkey",
            ["Secrets__operatorskey"] = secrets.OperatorsKey,
            ["Secrets__twiliotoken"] = secrets.TwilioAuthToken,
            ["Secrets__messagemediakey"] = secrets.MessageMediaKey,
            ["Secrets__messagemediasecret"] = secrets.MessageMediaSecret,
            ["Secrets__eightbyeightkey"] = secrets.EightByEightKey,
        };
        for (var i = 0; i < Carriers.Count; i++)
        {
            settings[$"Gateway__Carriers__{Carriers[i]}__BaseAddress"] = carrierAddress.ToString();
            settings[$"Gateway__Carriers__{Carriers[i]}__From"] = "+15005550006";
            settings[$"Gateway__Routing__Default__{i}"] = Carriers[i];
        }

        foreach (var caller in callers)
        {
            AddCaller(settings, caller);
        }

        if (maxConcurrency is { } limit)
        {
            settings["Gateway__Delivery__MaxConcurrency"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    public static Dictionary<string, string> Simulator(RunSecrets secrets, Uri? gatewayAddress, int inboxCapacity)
    {
        var settings = new Dictionary<string, string>
        {
            ["Simulator__Twilio__AccountSid"] = secrets.TwilioAccountSid,
            ["Simulator__Twilio__AuthToken"] = secrets.TwilioAuthToken,
            ["Simulator__MessageMedia__ApiKey"] = secrets.MessageMediaKey,
            ["Simulator__MessageMedia__ApiSecret"] = secrets.MessageMediaSecret,
            ["Simulator__EightByEight__SubAccountId"] = EightByEightSubAccount,
            ["Simulator__EightByEight__ApiKey"] = secrets.EightByEightKey,
            ["Simulator__Inbox__Capacity"] = inboxCapacity.ToString(CultureInfo.InvariantCulture),
        };
        if (gatewayAddress is not null)
        {
            settings["Simulator__Gateway__Address"] = gatewayAddress.ToString();
            settings["Simulator__Gateway__OperatorsKey"] = secrets.OperatorsKey;
            settings["Simulator__Gateway__Subject"] = secrets.Auth0.Subject;
            settings["Simulator__Gateway__Audience"] = secrets.Auth0.Audience;
            settings["Simulator__Gateway__SigningSecret"] = secrets.Auth0.Secret;
        }

        return settings;
    }

    private static void AddCaller(Dictionary<string, string> settings, Caller caller)
    {
        var prefix = $"Gateway__Callers__{caller.Name}__";
        foreach (var (claim, value) in new[] { ("Subject", caller.Subject), ("Audience", caller.Audience) })
        {
            if (caller.ClaimsAreSecret)
            {
                var name = $"caller{caller.Name}{claim.ToLowerInvariant()}";
                settings[$"{prefix}{claim}SecretName"] = name;
                settings[$"Secrets__{name}"] = value;
            }
            else
            {
                settings[prefix + claim] = value;
            }
        }

        settings[prefix + "SigningSecretName"] = $"caller{caller.Name}";
        settings[$"Secrets__caller{caller.Name}"] = caller.Secret;
        if (caller.TimeToLive is { } life)
        {
            settings[prefix + "TimeToLive"] = life.ToString("c", CultureInfo.InvariantCulture);
        }
    }
}
