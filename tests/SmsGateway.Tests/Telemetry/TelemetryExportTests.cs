using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmsGateway.Azure.Telemetry;
using SmsGateway.DeadLetters;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

/// <summary>What leaves by OTLP, received by a few lines that keep what is posted.</summary>
public sealed class TelemetryExportTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _received = new();
    private WebApplication _collector = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // Protobuf keeps names as they are.
            var text = Encoding.Latin1.GetString(body.ToArray());
            _received.AddOrUpdate(signal, text, (_, earlier) => earlier + text);
        });
        await _collector.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Metrics_traces_and_logs_reach_the_collector_before_the_process_ends()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(Settings());
        builder.Services.AddSingleton<GatewayTelemetry>();
        Assert.True(TelemetryExport.Add(builder.Services, builder.Logging, builder.Configuration));
        using var host = builder.Build();
        await host.StartAsync(Stop);

        var telemetry = host.Services.GetRequiredService<GatewayTelemetry>();
        telemetry.DeadLettered(nameof(DeadLetterReason.Expired));
        telemetry.Activities.StartActivity("deliver")?.Dispose();
#pragma warning disable CA1848, CA1873 // One line, once.
        host.Services.GetRequiredService<ILogger<TelemetryExportTests>>().LogWarning("a line of the log");
#pragma warning restore CA1848, CA1873
        await host.StopAsync(Stop);
        host.Dispose();

        Assert.Contains("sms.dead_letters", _received["metrics"], StringComparison.Ordinal);
        Assert.Contains("Expired", _received["metrics"], StringComparison.Ordinal);
        Assert.Contains("deliver", _received["traces"], StringComparison.Ordinal);
        Assert.Contains("a line of the log", _received["logs"], StringComparison.Ordinal);
        Assert.All(_received.Values, text => Assert.Contains("gateway-of-this-test", text, StringComparison.Ordinal));
    }

    /// <summary>The settings by which docs/telemetry.md makes the Functions host leave its own spans out.</summary>
    [Theory]
    [InlineData("always_off")]
    [InlineData("microsoft.rate_limited")]
    [InlineData("traceidratio")]
    public async Task What_makes_the_functions_host_leave_spans_out_leaves_the_gateways_in(string sampler)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings()) { ["OTEL_TRACES_SAMPLER"] = sampler, ["OTEL_TRACES_SAMPLER_ARG"] = "0" });
        builder.Services.AddSingleton<GatewayTelemetry>();
        TelemetryExport.Add(builder.Services, builder.Logging, builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync(Stop);
        var telemetry = host.Services.GetRequiredService<GatewayTelemetry>();
        telemetry.Activities.StartActivity("a root")?.Dispose();
        // The last two digits: the host did not sample it.
        telemetry.Activities.StartActivity("a child", System.Diagnostics.ActivityKind.Consumer, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")?.Dispose();
        await host.StopAsync(Stop);
        host.Dispose();

        Assert.Contains("a root", _received["traces"], StringComparison.Ordinal);
        Assert.Contains("a child", _received["traces"], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_nothing_is_exported()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);

        Assert.False(TelemetryExport.Add(builder.Services, builder.Logging, builder.Configuration));
        Assert.DoesNotContain(builder.Services, service => service.ServiceType == typeof(IHostedService));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_worker_tells_the_host_when_it_exports_itself_so_that_nothing_is_recorded_twice(bool exports)
    {
        string[] address = exports ? [$"--OTEL_EXPORTER_OTLP_ENDPOINT={_collector.Urls.Single()}"] : [];
        using var app = AppInMemory.CreateBuilder([.. AppInMemory.Configuration, .. address]).Build();

        Assert.Equal(exports, app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.ContainsKey("WorkerOpenTelemetryEnabled"));
        Assert.Equal(exports, app.Services.GetServices<IHostedService>().OfType<TelemetryExport>().Any());
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

    private Dictionary<string, string?> Settings() => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_SERVICE_NAME"] = "gateway-of-this-test",
    };
}
