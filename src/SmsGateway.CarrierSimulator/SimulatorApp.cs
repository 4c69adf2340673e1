using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.CarrierSimulator.DeadLetters;
using SmsGateway.CarrierSimulator.GatewayCalls;
using SmsGateway.CarrierSimulator.Inbox;
using SmsGateway.CarrierSimulator.Page;

namespace SmsGateway.CarrierSimulator;

/// <summary>The whole carrier simulator: carriers' endpoints, the control endpoints and the page, on one address.</summary>
internal static class SimulatorApp
{
    private const string DefaultAddress = "http://127.0.0.1:7072";

    /// <summary>The largest documented request, a batch of a hundred long messages, fits well.</summary>
    private const int MaxRequestBytes = 1024 * 1024;

    /// <param name="args">Settings as <c>--key=value</c>; the environment and appsettings.json are read too.</param>
    /// <exception cref="SimulatorConfigurationException">Lists every mistake in the settings.</exception>
    public static WebApplication Create(string[] args, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        // Settings are read once; a file watcher would promise more.
        var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A failed start is told by Program in one sentence; the host would add its stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, SimulatorJson.Default);
            // Bodies are hostile: escapes < and > too, so that not even a confused reader finds markup in the answer.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Default;
        });

        var settings = new SimulatorSettings(builder.Configuration);
        builder
            .Services.AddSingleton(time)
            .AddSingleton(new SimulatedCarriers(settings, time))
            .AddSingleton(settings.Read<InboxOptions>("Inbox") ?? new())
            .AddSingleton(settings.Read<GatewayOptions>("Gateway") ?? new())
            .AddSingleton(settings.ReadRest<SimulatorOptions>())
            .AddSingleton<SeenIds>()
            .AddSingleton<MessageList>()
            .AddSingleton<Ledger>()
            .AddSingleton<InboxEvents>()
            .AddSingleton<GatewayClient>()
            .AddSingleton<DeadLetterClient>()
            .AddSingleton<TestMessages>()
            .AddSingleton<CarrierEndpoint>();

        var app = builder.Build();
        app.UseBrowserProtection();
        CarrierEndpoint.Map(app);
        app.MapControl();
        app.MapPage();
        return app;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InboxMessage[]))]
[JsonSerializable(typeof(IReadOnlyList<InboxMessage>))]
[JsonSerializable(typeof(StatsAnswer))]
[JsonSerializable(typeof(ImmutableArray<MagicNumber>))]
[JsonSerializable(typeof(DeadLetterPanel))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(TestMessage))]
[JsonSerializable(typeof(TestMessageState))]
[JsonSerializable(typeof(TestMessageAnswer))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
