namespace SmsGateway.Tests.Infra;

/// <summary>Settings that the Functions platform reads, and those it refuses on Flex Consumption.</summary>
internal static class PlatformSettings
{
    private const string OnFlexConsumption = "is not allowed on Flex Consumption";

    /// <value>Read by the host, the worker or the Azure libraries.</value>
    public static IReadOnlyList<string> Names { get; } =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID",
        "AZURE_FUNCTIONS_ENVIRONMENT",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsSecretStorageType",
        "AzureWebJobsSecretStorageKeyVaultUri",
        "AzureWebJobsSecretStorageKeyVaultClientId",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_RESOURCE_ATTRIBUTES",
        "OTEL_SERVICE_NAME",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
    ];

    private static readonly Dictionary<string, string> RefusedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["APPINSIGHTS_INSTRUMENTATIONKEY"] = "is replaced by APPLICATIONINSIGHTS_CONNECTION_STRING",
        ["AzureWebJobsDashboard"] = "holds an account key; the accounts take none",
        ["AzureWebJobsStorage"] =
            "holds an account key; AzureWebJobsStorage__accountName and __credential take its place",
        ["ENABLE_ORYX_BUILD"] = OnFlexConsumption,
        ["FUNCTIONS_EXTENSION_VERSION"] = OnFlexConsumption,
        ["FUNCTIONS_MAX_HTTP_CONCURRENCY"] = OnFlexConsumption,
        ["FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED"] = OnFlexConsumption,
        ["FUNCTIONS_WORKER_PROCESS_COUNT"] = OnFlexConsumption,
        ["FUNCTIONS_WORKER_RUNTIME"] = OnFlexConsumption + "; properties.functionAppConfig.runtime says it",
        ["FUNCTIONS_WORKER_RUNTIME_VERSION"] = OnFlexConsumption + "; properties.functionAppConfig.runtime says it",
        ["SCM_DO_BUILD_DURING_DEPLOYMENT"] = OnFlexConsumption,
        ["Store__ConnectionString"] = "holds an account key; Store__AccountName takes its place",
    };

    public static bool IsKnown(string name) => Names.Contains(name);

    /// <returns>Why, or null.</returns>
    public static string? Refused(string name) =>
        RefusedNames.GetValueOrDefault(name)
        ?? (name.StartsWith("WEBSITE_", StringComparison.OrdinalIgnoreCase) ? OnFlexConsumption : null);
}
