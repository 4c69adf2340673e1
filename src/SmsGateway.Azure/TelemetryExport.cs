using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure;

/// <summary>
/// Exports the gateway's metrics, traces and logs through OpenTelemetry, if the settings say whereto; docs/telemetry.md has
/// them. Only the gateway's own meter and source: spans of HTTP clients would carry the carriers' addresses.
/// </summary>
public static class TelemetryExport
{
    /// <param name="services">The head's.</param>
    /// <param name="configuration">The head's; the <c>OTEL_</c> settings may stand in it wherever the gateway's own do.</param>
    /// <param name="errors">Gets every mistake.</param>
    /// <param name="ofHead">What the head adds, if anything is exported.</param>
    /// <param name="reader">What reads the metrics beside that, whether anything is exported or not.</param>
    public static void Add(
        IServiceCollection services,
        IConfiguration configuration,
        ICollection<string> errors,
        Action<IOpenTelemetryBuilder>? ofHead = null,
        Action<MeterProviderBuilder>? reader = null
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(errors);
        const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
        const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
        var isOtlp = Setting(Collector) is not null;
        var azureMonitor = Setting(ApplicationInsights);
        // The exporters take the one in silence, and quote the other.
        if (
            isOtlp
            && !(Uri.TryCreate(Setting(Collector), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        )
        {
            errors.Add($"{Collector}: must be an http or https address, such as http://127.0.0.1:4317");
        }

        if (azureMonitor?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
        {
            errors.Add($"{ApplicationInsights}: must be a connection string, InstrumentationKey=... and so on");
        }

        var isExported = isOtlp || azureMonitor is not null;
        if (!isExported && reader is null)
        {
            return;
        }

        var builder = services.AddOpenTelemetry();
        if (isExported)
        {
            ofHead?.Invoke(builder);
        }

        builder
            .ConfigureResource(resource =>
                resource.AddService(Setting("OTEL_SERVICE_NAME") ?? Setting("WEBSITE_SITE_NAME") ?? "sms-gateway")
            )
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(GatewayTelemetry.Name);
                reader?.Invoke(metrics);
            });
        if (!isExported)
        {
            return;
        }

        builder
            .WithTracing(traces => traces.AddSource(GatewayTelemetry.Name))
            .WithLogging(null, logs => logs.IncludeFormattedMessage = true);
        if (isOtlp)
        {
            builder.UseOtlpExporter();
        }

        if (azureMonitor is not null)
        {
            builder.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = azureMonitor;
                options.Credential = Setting("APPLICATIONINSIGHTS_AUTHENTICATION_STRING") is null
                    ? null
                    : AzureCredential.Create(configuration);
                options.EnableLiveMetrics = false;
                options.EnableStandardMetrics = false;
                options.EnablePerformanceCounters = false;
                // By default lines of the log that belong to a request that is not traced are dropped.
                options.EnableTraceBasedLogsSampler = false;
            });
        }

        // Set last, after the exporters' own, and so the one that counts: OTEL_TRACES_SAMPLER is for the Functions host beside us,
        // which has the same environment, and so is the mark of a request that the host, or the caller, did not sample.
        builder.WithTracing(traces => traces.SetSampler(new AlwaysOnSampler()));

        string? Setting(string key) => configuration[key] is { Length: > 0 } value ? value : null;
    }
}
