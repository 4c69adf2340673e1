using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;
using SmsGateway.Azure;
using SmsGateway.DeadLetters;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

/// <summary>What leaves the process, and that nothing leaves unasked.</summary>
public sealed class TelemetryExportTests : IAsyncLifetime
{
    private readonly HashSet<string> _traces = [];

    private Collector _collector = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Otlp =>
        [$"OTEL_EXPORTER_OTLP_ENDPOINT={_collector.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];

    // What cannot be sent is kept in a folder for later, but for this setting.
    private string[] AzureMonitor =>
        [
            $"APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={_collector.Url}/",
            "AzureMonitorExporter:DisableOfflineStorage=true",
        ];

    public async ValueTask InitializeAsync() => _collector = await Collector.StartAsync(Stop);

    public async ValueTask DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Metrics_traces_and_logs_reach_a_collector_before_the_process_ends()
    {
        await RunAsync(Otlp);

        Assert.Contains("sms.dead_letters", _collector.Otlp["metrics"], StringComparison.Ordinal);
        Assert.Contains("Expired", _collector.Otlp["metrics"], StringComparison.Ordinal);
        Assert.Contains("deliver", _collector.Otlp["traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("of somebody else", _collector.Otlp["traces"], StringComparison.Ordinal);
        Assert.Contains("the last words", _collector.Otlp["logs"], StringComparison.Ordinal);
        Assert.All(
            _collector.Otlp.Values,
            text => Assert.Contains("gateway-of-this-test", text, StringComparison.Ordinal)
        );
        Assert.Empty(_collector.Items);
    }

    [Fact]
    public async Task They_reach_azure_monitor_and_nothing_else_does()
    {
        await RunAsync(AzureMonitor);

        // The exporter's own: the attributes of the resource, and from time to time how many items it has sent.
        var metrics = Items("MetricData")
            .Select(data => (string)data["metrics"]![0]!["name"]!)
            .Where(name => name != "_OTELRESOURCE_" && !name.StartsWith("Item_", StringComparison.Ordinal));
        Assert.All(metrics, name => Assert.StartsWith("sms.", name, StringComparison.Ordinal));
        Assert.Contains(
            Items("MetricData"),
            data =>
                (string)data["metrics"]![0]!["name"]! == "sms.dead_letters"
                && (string?)data["properties"]!["reason"] == "Expired"
        );
        Assert.Equal(["accept", "deliver"], Spans.Order());
        Assert.Contains("the last words", Items("MessageData").Select(data => (string)data["message"]!));
        Assert.All(
            _collector.Items.Where(item => !IsTheExportersOwn(item)),
            item => Assert.Equal("gateway-of-this-test", (string?)item["tags"]!["ai.cloud.role"])
        );
        Assert.Empty(_collector.Otlp);
    }

    /// <summary>The settings by which docs/telemetry.md makes the Functions host leave its own spans out.</summary>
    [Theory]
    [InlineData("always_off")]
    [InlineData("microsoft.rate_limited")]
    [InlineData("traceidratio")]
    public async Task What_makes_the_functions_host_leave_spans_out_leaves_the_gateways_in(string sampler)
    {
        await RunAsync([.. Otlp, .. AzureMonitor, "OTEL_TRACES_SAMPLER=" + sampler, "OTEL_TRACES_SAMPLER_ARG=0"]);

        Assert.Contains("accept", _collector.Otlp["traces"], StringComparison.Ordinal);
        Assert.Contains("deliver", _collector.Otlp["traces"], StringComparison.Ordinal);
        Assert.Equal(["accept", "deliver"], Spans.Order());
    }

    [Fact]
    public void Without_an_address_nothing_is_exported()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        var before = builder.Services.Count;

        TelemetryExport.Add(builder.Services, builder.Configuration, []);

        Assert.Equal(before, builder.Services.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_worker_tells_the_host_when_it_exports_itself_so_that_nothing_is_recorded_twice(bool exports)
    {
        var settings = exports
            ? Otlp.Append("OTEL_SERVICE_NAME=gateway-of-this-test").Select(setting => "--" + setting)
            : [];
        using var app = AppInMemory.CreateBuilder([.. AppInMemory.Configuration, .. settings]).Build();

        Assert.Equal(
            exports,
            app.Services.GetRequiredService<IOptions<WorkerOptions>>()
                .Value.Capabilities.ContainsKey("WorkerOpenTelemetryEnabled")
        );
        Assert.Equal(
            exports ? "gateway-of-this-test" : null,
            app.Services.GetService<TracerProvider>()
                ?.GetResource()
                .Attributes.Last(attribute => attribute.Key == "service.name")
                .Value
        );
    }

    [Fact]
    public void The_worker_does_not_log_what_its_libraries_say_below_a_warning()
    {
        using var app = AppInMemory.CreateBuilder(AppInMemory.Configuration).Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Azure.Core").IsEnabled(LogLevel.Information));
        Assert.False(loggers.CreateLogger("Microsoft.Hosting.Lifetime").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("Azure.Core").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("SmsGateway.Delivery").IsEnabled(LogLevel.Information));
    }

    /// <summary>A gateway's life: it counts, it accepts, it delivers for a caller who wants no trace, and it speaks as it ends.</summary>
    private async Task RunAsync(string[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings
                .Append("OTEL_SERVICE_NAME=gateway-of-this-test")
                .Select(setting => setting.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
        );
        builder.Services.AddSingleton<GatewayTelemetry>().AddHostedService<LastWords>();
        TelemetryExport.Add(builder.Services, builder.Configuration, []);
        using var host = builder.Build();
        await host.StartAsync(Stop);

        var telemetry = host.Services.GetRequiredService<GatewayTelemetry>();
        telemetry.DeadLettered(nameof(DeadLetterReason.Expired));
        using (var accept = telemetry.Activities.StartActivity("accept", ActivityKind.Server))
        {
            _traces.Add($"{accept?.TraceId}");
        }

        var untraced = new ActivityContext(
            ActivityTraceId.CreateRandom(),
            ActivitySpanId.CreateRandom(),
            ActivityTraceFlags.None,
            isRemote: true
        );
        _traces.Add($"{untraced.TraceId}");
        telemetry.Activities.StartActivity("deliver", ActivityKind.Consumer, untraced)?.Dispose();
        using var other = new ActivitySource("System.Net.Http");
        other.StartActivity("of somebody else")?.Dispose();

        await host.StopAsync(Stop);
    }

    /// <summary>Of this run: gateways of other tests in the process have the same source.</summary>
    private IEnumerable<string> Spans =>
        _collector
            .Items.Where(item => (string?)item["data"]!["baseType"] is "RequestData" or "RemoteDependencyData")
            .Where(item => _traces.Contains($"{item["tags"]!["ai.operation.id"]}"))
            .Select(item => (string)item["data"]!["baseData"]!["name"]!);

    /// <summary>The exporter counts, in no gateway's name, how many items it has sent.</summary>
    private static bool IsTheExportersOwn(JsonNode item) =>
        (string?)item["data"]!["baseType"] == "MetricData"
        && ((string)item["data"]!["baseData"]!["metrics"]![0]!["name"]!).StartsWith("Item_", StringComparison.Ordinal);

    private IEnumerable<JsonNode> Items(string type) =>
        _collector
            .Items.Where(item => (string?)item["data"]!["baseType"] == type)
            .Select(item => item["data"]!["baseData"]!);

    private sealed class LastWords(ILogger<TelemetryExportTests> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
#pragma warning disable CA1848, CA1873 // One line, once.
            logger.LogWarning("the last words");
#pragma warning restore CA1848, CA1873
            return Task.CompletedTask;
        }
    }
}
