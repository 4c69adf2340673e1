using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Azure;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;

namespace SmsGateway.Functions;

/// <summary>The Azure head: the core on Azure Storage and Key Vault.</summary>
internal static class FunctionsApp
{
    /// <summary>
    /// What the carriers share: the <c>newBatchThreshold</c> of host.json. With more in work the trigger takes no further batch, so
    /// carriers that do not answer must not come to that; the batch beyond it is for what goes back into the queue.
    /// </summary>
    internal const int Places = 64;

    /// <exception cref="GatewayConfigurationException">The configuration is wrong; it lists every mistake.</exception>
    public static void AddGateway(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<TraceMiddleware>();
        // The worker's own filters: those in host.json are the host's and do not reach here.
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Azure", LogLevel.Warning);
        var errors = new List<string>();
        // The worker exports its logs itself and says so, or the host would export them a second time.
        TelemetryExport.Add(
            builder.Services,
            builder.Configuration,
            errors,
            telemetry => telemetry.UseFunctionsWorkerDefaults()
        );

        builder.Services.AddAzureIdentity(builder.Configuration);
        builder.Services.AddSmsGateway(
            builder.Configuration,
            errors,
            KeyVaultOptions.NameRule(builder.Configuration, errors),
            Places
        );
        builder.Services.AddAzureStorage(builder.Configuration, errors);
        GatewayConfigurationException.ThrowIfAny(errors);
        builder.Services.AddKeyVaultSecrets(builder.Configuration);
    }
}
