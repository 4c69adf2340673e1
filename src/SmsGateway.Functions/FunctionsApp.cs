using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Azure.Storage;
using SmsGateway.Azure.Telemetry;
using SmsGateway.Configuration;

namespace SmsGateway.Functions;

/// <summary>The Azure head: the core on Azure Storage and Key Vault.</summary>
internal static class FunctionsApp
{
    /// <exception cref="GatewayConfigurationException">The configuration is wrong; it lists every mistake.</exception>
    public static void AddGateway(this FunctionsApplicationBuilder builder)
    {
        // The worker's own filters: those in host.json are the host's and do not reach here.
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
        if (TelemetryExport.Add(builder.Services, builder.Logging, builder.Configuration))
        {
            // The worker exports its logs itself, so the host must not export them a second time.
            builder.Services.Configure<WorkerOptions>(options => options.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
        }

        var errors = new List<string>();
        builder.Services.AddSmsGateway(builder.Configuration, errors, KeyVaultOptions.NameRule(builder.Configuration, errors));
        builder.Services.AddAzureStorage(builder.Configuration, errors);
        GatewayConfigurationException.ThrowIfAny(errors);
        builder.Services.AddKeyVaultSecrets(builder.Configuration);
    }
}
