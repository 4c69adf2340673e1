using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Azure.Storage;
using SmsGateway.Stats;

namespace SmsGateway.Tests.Host;

/// <summary>One of several gateways on a store, with carriers of its own. Its minutes end when the test says so.</summary>
/// <param name="store">The store of them all.</param>
/// <param name="minutes">What the last hour is told by; everything else goes by the machine's clock.</param>
internal sealed class GatewayOfTwo(AzureStorageOptions store, TimeProvider minutes) : GatewayFixture
{
    protected override void UseStore(WebApplicationBuilder builder)
    {
        StorageGatewayFixture.UseStore(builder, store);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<StatsMinutes>(services, minutes));
    }
}
