using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SmsGateway.Acceptance;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Encryption;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Notifications;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Stats;
using SmsGateway.Telemetry;

namespace SmsGateway;

/// <summary>
/// Registers the core. A head adds its identity before that, if it has one (<see cref="IAccessTokenSource"/>), then its store, its
/// secret store if it is not the configuration, and calls the handlers.
/// </summary>
public static class SmsGatewayServices
{
    /// <param name="services">Gets the core.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake; the head adds those of its own settings, and starts when there are none.</param>
    /// <param name="vaultNameMistake">As in <see cref="GatewayOptions.Read(IConfiguration, ICollection{string}, Func{string, string?}?)"/>.</param>
    /// <param name="places">What the head works on at once, for the carriers to share, where that is not the setting.</param>
    /// <returns>What the configuration says; to be used when there are no mistakes.</returns>
    public static GatewayOptions AddSmsGateway(
        this IServiceCollection services,
        IConfiguration configuration,
        ICollection<string> errors,
        Func<string, string?>? vaultNameMistake = null,
        int? places = null
    )
    {
        var options = GatewayOptions.Read(configuration, errors, vaultNameMistake);
        foreach (var mistake in MissingIdentities(services, options.Carriers))
        {
            errors.Add(mistake);
        }

        var references = options.SecretReferences();
        services.AddSingleton(options);
        services.AddSingleton(references);
        services.AddSingleton(provider => new ConfigurationWarnings([
            .. options.Warnings,
            .. options.TestNumbers.Warnings(provider.GetRequiredService<TimeProvider>().GetUtcNow()),
        ]));
        services.AddSingleton(options.Carriers);
        services.AddSingleton(options.Routes());
        services.AddSingleton(options.Acceptance);
        services.AddSingleton(options.Admission);
        services.AddSingleton(options.Text);
        services.AddSingleton(options.TestNumbers);
        services.AddSingleton(options.Delivery);
        services.AddSingleton(options.Encryption);
        services.AddSingleton(options.Callers);
        services.TryAddSingleton<TimeProvider>(provider => new SteadyTime(
            TimeProvider.System,
            provider.GetRequiredService<ILogger<SteadyTime>>(),
            provider.GetService<SharedStore>() is null
                ? null
                : options.Callers.Select(caller => caller.TimeToLive).Append(options.Delivery.TimeToLive).Max()
        ));
#pragma warning disable RS0030 // The one place where ambient randomness enters.
        services.TryAddSingleton<Func<double>>(Random.Shared.NextDouble);
#pragma warning restore RS0030
        services.TryAddSingleton<ISecretStore>(new ConfigurationSecretStore(configuration, references));
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton(provider => new CarrierRegistry(
            options.Carriers,
            options.Delivery.AttemptTimeout,
            provider.GetRequiredService<ISecretStore>(),
            provider.GetRequiredService<GatewayTelemetry>(),
            provider.GetRequiredService<TimeProvider>(),
            places ?? options.Delivery.MaxConcurrency,
            options.Routing.Health,
            provider.GetRequiredService<Func<double>>(),
            provider.GetService<IAccessTokenSource>()
        ));
        services.AddSingleton<MessageEncryption>();
        services.AddSingleton<EnvelopeCodec>();
        services.AddSingleton<DeadLetterCodec>();
        services.AddSingleton<RouteBalance>();
        services.AddSingleton<Router>();
        services.AddSingleton<RouteHealth>();
        services.AddSingleton<CallerWatch>();
        services.AddSingleton<CallerAuthenticator>();
        services.AddSingleton<TextComposer>();
        services.AddSingleton<TestInbox>();
        services.AddSingleton(provider => new AdmissionControl(
            options.Admission,
            provider.GetRequiredService<GatewayTelemetry>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AdmissionControl>>(),
            provider.GetRequiredService<ConfigurationWarnings>(),
            options.TestNumbers,
            provider.GetRequiredService<TestInbox>(),
            provider.GetService<IAdmissionStore>(),
            provider.GetService<IConversions>(),
            provider.GetRequiredService<MessageEncryption>()
        ));
        services.AddSingleton<IListFollower, CarrierSwitches>();
        services.AddSingleton<AdmissionListWatch>();
        services.AddSingleton<AcceptanceHandler>();
        services.AddSingleton<OpenApiHandler>();
        services.AddSingleton<AttemptRunner>();
        services.AddSingleton<MessageEnd>();
        services.AddSingleton<DeliveryHandler>();
        services.AddSingleton<LeasedDelivery>();
        services.AddSingleton<OperatorTrail>();
        services.AddSingleton<DeadLettersHandler>();
        services.AddSingleton<NumberSearch>();
        services.AddSingleton<MessageEnds>();
        services.AddSingleton<MessagesHandler>();
        services.AddSingleton<AdmissionListsHandler>();
        services.AddSingleton<AdmissionDecisionsHandler>();
        services.AddSingleton<HealthHandler>();
        services.AddSingleton<OperatorsPageHandler>();
        if (options.Stats.Enabled)
        {
            services.TryAddSingleton<StatsMinutes>();
            services.AddHostedService(provider => provider.GetRequiredService<StatsMinutes>());
        }

        services.AddSingleton(provider => new StatsHandler(
            provider.GetService<StatsMinutes>(),
            provider.GetRequiredService<IQueueMonitor>(),
            provider.GetRequiredService<CallerWatch>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        if (options.Notify.Url is not null)
        {
            services.AddSingleton(options.Notify).AddHostedService<WebhookSender>();
        }

        services
            .AddHostedService<StartupCheck>()
            .AddHostedService<QueueWatch>()
            .AddHostedService(provider => provider.GetRequiredService<AdmissionListWatch>());
        return options;
    }

    private static IEnumerable<string> MissingIdentities(
        IServiceCollection services,
        IEnumerable<CarrierOptions> carriers
    ) =>
        services.Any(service => service.ServiceType == typeof(IAccessTokenSource))
            ? []
            : from carrier in carriers
            where carrier.KeyInPlaceOfIdentity is not null
            select $"Gateway__Carriers__{carrier.Name}__{carrier.KeyInPlaceOfIdentity}: is required, because the settings tell of no identity in Azure (IDENTITY_ENDPOINT, AZURE_CLIENT_ID, Store__AccountName or KeyVault__Uri)";
}
