using Microsoft.Extensions.Configuration;
using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class StorageContractTests(StorageGatewayFixture gateway)
    : HttpContract(gateway),
        IClassFixture<StorageGatewayFixture>
{
    [Fact]
    public void A_store_without_an_account_is_refused_at_the_start()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() =>
            HostApp.Create(
                ["--Store:Kind=AzureStorage"],
                builder => builder.Configuration.AddInMemoryCollection(Settings.Create().AsEnumerable())
            )
        );

        Assert.Contains("Store__AccountName", e.Message, StringComparison.Ordinal);
    }
}
