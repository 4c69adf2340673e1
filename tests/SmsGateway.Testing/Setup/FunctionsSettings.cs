using SmsGateway.Testing.FunctionsHost;

namespace SmsGateway.Testing;

/// <summary>What a run of the Functions app has beyond the gateway's own settings, as local.settings.sample.json has it.</summary>
internal static class FunctionsSettings
{
    /// <param name="gateway">The gateway's configuration.</param>
    /// <param name="secrets">The run's: the operators' key is the function key.</param>
    /// <param name="storage">The connection string of the platform's own storage.</param>
    public static Dictionary<string, string> Of(
        IReadOnlyDictionary<string, string> gateway,
        RunSecrets secrets,
        string storage
    ) =>
        new(gateway)
        {
            ["AzureWebJobsStorage"] = storage,
            ["AzureWebJobsDisableHomepage"] = "true",
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "2097152",
            [FunctionsHostOptions.FunctionKeySetting] = secrets.OperatorsKey,
        };
}
