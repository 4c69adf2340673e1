using Microsoft.Extensions.Logging;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>What a Functions host runs, and with which settings.</summary>
/// <param name="AppFolder">The app's build output: host.json, worker.config.json and its assemblies.</param>
/// <param name="Settings">
/// The app settings, which the worker gets as its environment. The host reads of them what the platform's reads: connections,
/// <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>, <c>AZURE_FUNCTIONS_ENVIRONMENT</c> and <c>AzureFunctionsJobHost__</c> in place of
/// host.json's values.
/// </param>
public sealed record FunctionsHostOptions(string AppFolder, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The setting that holds the master key. The platform keeps its keys in blobs.</summary>
    public const string MasterKeySetting = "FUNCTIONS_HOST_MASTER_KEY";

    /// <summary>The setting that holds the key of every function.</summary>
    public const string FunctionKeySetting = "FUNCTIONS_HOST_FUNCTION_KEY";

    /// <summary>On loopback; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the log of host and worker goes; nowhere by default.</summary>
    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };
}
