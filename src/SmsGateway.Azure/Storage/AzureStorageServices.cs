using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SmsGateway.Admission;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.Storage;

/// <summary>Registers the store on Azure Storage; the same for both heads.</summary>
public static class AzureStorageServices
{
    /// <param name="services">Gets the store.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Gets every mistake in the section Store.</param>
    public static IServiceCollection AddAzureStorage(
        this IServiceCollection services,
        IConfiguration configuration,
        ICollection<string> errors
    )
    {
        var options = AzureStorageOptions.Read(configuration, errors);
        services.TryAddSingleton<SharedStore>();
        services.TryAddSingleton<TokenCredential>(_ => AzureCredential.Create(configuration));
        services.TryAddSingleton(provider => new StorageAccount(options, provider.GetRequiredService<TokenCredential>));
        services.TryAddSingleton(provider =>
            StorageQueue.On(provider.GetRequiredService<StorageAccount>(), Time(provider))
        );
        services.TryAddSingleton(provider => new StorageLeases(
            provider.GetRequiredService<StorageQueue>(),
            LeaseTerm.LengthFor(provider.GetRequiredService<DeliveryOptions>().AttemptTimeout),
            Time(provider)
        ));
        services.TryAddSingleton(provider => new BlobTexts(provider.GetRequiredService<StorageAccount>().DeadLetters));
        services.TryAddSingleton(provider =>
            SharedNotes.On(
                provider.GetRequiredService<StorageAccount>(),
                Time(provider),
                provider.GetRequiredService<ILogger<SharedNotes>>()
            )
        );
        services.TryAddSingleton<IAdmissionStore>(provider => new StorageAdmissionStore(
            provider.GetRequiredService<SharedNotes>(),
            provider.GetRequiredService<BlobTexts>(),
            Time(provider)
        ));
        services.TryAddSingleton(provider => new StorageSendQueue(
            provider.GetRequiredService<StorageQueue>(),
            provider.GetRequiredService<StorageLeases>(),
            new IdempotencyClaims(provider.GetRequiredService<BlobTexts>(), Time(provider)),
            provider.GetRequiredService<SharedNotes>(),
            provider.GetRequiredService<EnvelopeCodec>(),
            Time(provider),
            provider.GetRequiredService<ILogger<StorageSendQueue>>()
        ));
        services.TryAddSingleton<ISendQueue>(provider => provider.GetRequiredService<StorageSendQueue>());
        services.TryAddSingleton(provider => new TableOutcomes(
            provider.GetRequiredService<StorageAccount>().Notes,
            provider.GetRequiredService<DeliveryOptions>().OutcomesKept(),
            Time(provider)
        ));
        services.TryAddSingleton<IReceiveQueue>(provider => new OutcomeKeeper(
            provider.GetRequiredService<StorageSendQueue>(),
            provider.GetRequiredService<TableOutcomes>(),
            Time(provider),
            provider.GetRequiredService<ILogger<OutcomeKeeper>>(),
            provider.GetRequiredService<GatewayTelemetry>()
        ));
        services.TryAddSingleton<IDeliveryLog>(provider => provider.GetRequiredService<TableOutcomes>());
        services.TryAddSingleton<IStatsStore>(provider => new TableStats(
            provider.GetRequiredService<StorageAccount>().Notes,
            Time(provider)
        ));
        services.TryAddSingleton<IQueueMonitor>(provider => provider.GetRequiredService<StorageSendQueue>());
        services.TryAddSingleton<IDeadLetterStore>(provider => new BlobDeadLetterStore(
            provider.GetRequiredService<StorageAccount>().DeadLetters,
            provider.GetRequiredService<StorageSendQueue>(),
            provider.GetRequiredService<DeadLetterCodec>(),
            Time(provider)
        ));
        services.TryAddSingleton(provider => new LeaseTakeOver(
            provider.GetRequiredService<StorageLeases>(),
            provider.GetRequiredService<LeasedDelivery>(),
            provider.GetRequiredService<GatewayTelemetry>(),
            Time(provider),
            provider.GetRequiredService<ILogger<LeaseTakeOver>>()
        ));
        return services.AddHostedService<QueuesAtStart>();
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
