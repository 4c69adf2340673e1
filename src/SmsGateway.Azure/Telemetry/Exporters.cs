using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SmsGateway.Azure.Telemetry;

/// <summary>
/// Whereto telemetry goes, by the settings everybody knows: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (and the other <c>OTEL_</c>
/// variables) for OTLP, <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> for Azure Monitor.
/// </summary>
internal sealed class Exporters
{
    private readonly bool _otlp;
    private readonly string? _connectionString;
    private readonly TokenCredential? _credential;

    private Exporters(IConfiguration configuration)
    {
        _otlp = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        _connectionString = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 } text ? text : null;
        _credential = Credential(configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]);
    }

    public bool AreNone => !_otlp && _connectionString is null;

    public static Exporters Read(IConfiguration configuration) => new(configuration);

    public TracerProviderBuilder AddTo(TracerProviderBuilder traces)
    {
        traces = _connectionString is null ? traces : traces.AddAzureMonitorTraceExporter(Configure, _credential);
        return _otlp ? traces.AddOtlpExporter() : traces;
    }

    public MeterProviderBuilder AddTo(MeterProviderBuilder metrics)
    {
        metrics = _connectionString is null ? metrics : metrics.AddAzureMonitorMetricExporter(Configure, _credential);
        return _otlp ? metrics.AddOtlpExporter() : metrics;
    }

    public void AddTo(OpenTelemetryLoggerOptions logs)
    {
        if (_connectionString is not null)
        {
            logs.AddAzureMonitorLogExporter(Configure, _credential);
        }
        if (_otlp)
        {
            logs.AddOtlpExporter();
        }
    }

    /// <summary>Everything is sent: by default the exporter drops lines of the log that belong to a request it does not trace.</summary>
    private void Configure(AzureMonitorExporterOptions options)
    {
        options.ConnectionString = _connectionString;
        options.EnableTraceBasedLogsSampler = false;
        options.TracesPerSecond = null;
        options.SamplingRatio = 1f;
    }

    /// <param name="authentication">As the platform has it, <c>ClientId=...;Authorization=AAD</c>; null when the connection string's key is enough.</param>
    private static ManagedIdentityCredential? Credential(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        const string Key = "ClientId=";
        var client = Array.Find(parts, part => part.StartsWith(Key, StringComparison.OrdinalIgnoreCase))?[Key.Length..];
        return new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }
}
