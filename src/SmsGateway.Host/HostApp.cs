using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using SmsGateway.Admission;
using SmsGateway.Azure;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Telemetry;

namespace SmsGateway.Host;

/// <summary>The plain ASP.NET Core head: the core, a store, the endpoints and the pump.</summary>
internal static class HostApp
{
    /// <param name="args">Command line, such as <c>--urls</c>.</param>
    /// <param name="configure">Replaces services and settings in tests.</param>
    /// <exception cref="GatewayConfigurationException">The configuration is wrong; it lists every mistake.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        GatewayConfigurationException.ThrowIfAny(HostArguments.Mistakes(args));
        // The slim builder: no IIS, no static files, no HTTP/3; starts faster.
        var builder = WebApplication.CreateSlimBuilder(args);
        if (HostAddresses.Given(builder.Configuration) is null)
        {
            builder.WebHost.UseUrls(HostAddresses.Default);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Bodies are limited by the acceptance handler; the server's own limit only bounds what it reads and throws away
            // after a 401 or 413, so that the caller sees the answer instead of a reset connection.
            kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        LogFormats.Use(builder.Logging, builder.Configuration);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // What both would say of a start that failed, with where in the code, is told to the operator in a sentence instead. What
        // ends a running gateway stays: it is critical to the one, and the other has no part in it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter(
            "Microsoft.AspNetCore.Server.Kestrel",
            level => level is >= LogLevel.Warning and < LogLevel.Critical
        );
        configure?.Invoke(builder);

        List<string> errors =
        [
            .. HostAddresses.Mistakes(builder.Configuration["urls"] ?? ""),
            .. LogLevels.Mistakes(builder.Configuration),
            .. LogFormats.Mistakes(builder.Configuration),
        ];
        builder.Services.AddAzureIdentity(builder.Configuration);
        var options = builder.Services.AddSmsGateway(
            builder.Configuration,
            errors,
            KeyVaultOptions.NameRule(builder.Configuration, errors)
        );
        TelemetryExport.Add(
            builder.Services,
            builder.Configuration,
            errors,
            reader: options.Metrics.Prometheus ? metrics => metrics.AddPrometheusExporter() : null
        );
        AddStore(builder, errors);
        GatewayConfigurationException.ThrowIfAny(errors);
        builder.Services.AddKeyVaultSecrets(builder.Configuration);
        builder.Services.AddSingleton<OperatorsKey>();
        builder.Services.AddHostedService<QueuePump>();
        builder
            .Services.AddOptions<HostOptions>()
            .Configure<DeliveryOptions>(
                (host, delivery) =>
                    // Time for the pump to let calls to carriers end, and for the server to answer what it has read.
                    host.ShutdownTimeout = delivery.AttemptTimeout + TimeSpan.FromSeconds(10)
            );

        var app = builder.Build();
        // Opened here rather than with the first request: a file that cannot be used must stop the start. (An account that
        // does not answer must not: it may come back sooner than somebody to start the gateway.)
        app.Services.GetRequiredService<ISendQueue>();
        app.MapGateway();
        return app;
    }

    /// <summary>Runs it until it is told to stop, or one of its own services fails, which stops the others.</summary>
    /// <returns>The process's exit code. The host itself calls both ends a success; its log has the failure.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var services = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (HasFailed())
        {
            // Before all others had started.
        }
        catch
        {
            // When one part cannot start, those that have are ended as at any stop, not under their own feet.
            await app.StopAsync();
            throw;
        }

        return HasFailed() ? 1 : 0;

        bool HasFailed() => services.Exists(service => service.ExecuteTask is { IsFaulted: true });
    }

    private static void AddStore(WebApplicationBuilder builder, ICollection<string> errors)
    {
        var store = StoreOptions.Read(builder.Configuration, errors);
        if (store.Kind == StoreKind.AzureStorage)
        {
            builder.Services.AddAzureStorage(builder.Configuration, errors);
            return;
        }

        builder.Services.TryAddSingleton(services => OpenStore(services, store.Path));
        builder.Services.TryAddSingleton<ISendQueue>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IReceiveQueue>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IQueueMonitor>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IDeadLetterStore>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IDeliveryLog>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IAdmissionStore>(services => services.GetRequiredService<EmbeddedStore>());
        builder.Services.TryAddSingleton<IStatsStore>(services => services.GetRequiredService<EmbeddedStore>().Stats);
    }

    /// <exception cref="StoreUnavailableException">The folder or its file cannot be used; names the setting.</exception>
    private static EmbeddedStore OpenStore(IServiceProvider services, string path)
    {
        const string Setting = "Store__Path: ";
        try
        {
            return new EmbeddedStore(
                path,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<DeliveryOptions>(),
                services.GetRequiredService<EnvelopeCodec>(),
                services.GetRequiredService<DeadLetterCodec>(),
                services.GetRequiredService<ILogger<EmbeddedStore>>(),
                services.GetRequiredService<GatewayTelemetry>()
            );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreUnavailableException(
                $"{Setting}{Path.GetFullPath(path)} belongs to somebody else, or may not be written by this user.",
                e
            );
        }
        catch (StoreUnavailableException e) when (!e.Message.StartsWith(Setting, StringComparison.Ordinal))
        {
            throw new StoreUnavailableException($"{Setting}{Path.GetFullPath(path)}: {e.Message}", e);
        }
    }
}
