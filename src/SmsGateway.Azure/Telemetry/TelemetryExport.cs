using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.Telemetry;

/// <summary>
/// Exports the gateway's metrics, traces and logs through OpenTelemetry, if the environment says whereto; docs/telemetry.md has
/// the settings. Only the gateway's own meter and source: spans of HTTP clients would carry the carriers' addresses.
/// </summary>
public sealed class TelemetryExport : IHostedService, IDisposable
{
    private readonly Func<(TracerProvider, MeterProvider)> _create;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    internal TelemetryExport(Func<(TracerProvider, MeterProvider)> create) => _create = create;

    /// <returns>Whether anything is exported.</returns>
    public static bool Add(IServiceCollection services, ILoggingBuilder logging, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var exporters = Exporters.Read(configuration);
        if (exporters.AreNone)
        {
            return false;
        }

        var resource = ResourceBuilder.CreateDefault().AddService(Setting("OTEL_SERVICE_NAME") ?? Setting("WEBSITE_SITE_NAME") ?? "sms-gateway");
        logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(resource);
            exporters.AddTo(options);
        });

        // Among the first to start and so the last to stop, so that the end of everything else is exported too.
        services.AddSingleton<IHostedService>(_ => new TelemetryExport(() =>
        (
            // The sampler is set last, and so the one that counts: OTEL_TRACES_SAMPLER is for the Functions host beside us, which
            // has the same environment, and so is the mark of a request that the host did not sample.
            exporters.AddTo(Sdk.CreateTracerProviderBuilder().ConfigureServices(Configure).SetResourceBuilder(resource).AddSource(GatewayTelemetry.Name))
                .SetSampler(new AlwaysOnSampler())
                .Build(),
            exporters.AddTo(Sdk.CreateMeterProviderBuilder().ConfigureServices(Configure).SetResourceBuilder(resource).AddMeter(GatewayTelemetry.Name)).Build())));
        return true;

        string? Setting(string key) => configuration[key] is { Length: > 0 } value ? value : null;

        // The OTEL_ settings may stand wherever the gateway's own do, not only in the environment.
        void Configure(IServiceCollection ofTheProvider) => ofTheProvider.AddSingleton(configuration);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        (_traces, _metrics) = _create();
        return Task.CompletedTask;
    }

    /// <summary>Sends what has been collected, for a few seconds at most.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        (_traces, _metrics) = (null, null);
    }
}
