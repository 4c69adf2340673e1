using Microsoft.Extensions.DependencyInjection;
using SmsGateway.Azure.Storage;
using SmsGateway.Configuration;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class ProgramTests
{
    [Fact]
    public void A_wrong_configuration_never_starts_and_lists_every_mistake()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() =>
            AppInMemory.CreateBuilder([
                "--Gateway:Callers:auth0:Subject=auth0",
                "--Gateway:Carriers:twilio:Kind=Pigeon",
            ])
        );

        Assert.Contains("Gateway__Callers__auth0__SigningSecretName", e.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway__Carriers__twilio__Kind", e.Message, StringComparison.Ordinal);
        Assert.Contains("Store__AccountName", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_all_sections_are_one_list() =>
        Assert.Equal(
            MixedMistakes.Keys.Append("Store__AccountName").Order(StringComparer.Ordinal),
            MixedMistakes.KeysOf(
                Assert.Throws<GatewayConfigurationException>(() =>
                    AppInMemory.CreateBuilder([
                        .. MixedMistakes.Arguments,
                        "--Store:Kind=AzureStorage",
                        "--Store:AccountName=An account",
                    ])
                )
            )
        );

    [Fact]
    public void Without_a_store_it_does_not_start_and_says_so()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() =>
            AppInMemory.CreateBuilder([.. AppInMemory.Configuration.SkipLast(1)])
        );

        Assert.Contains("Store__AccountName", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_embedded_store_it_does_not_start_and_says_so()
    {
        var e = Assert.Throws<GatewayConfigurationException>(() =>
            AppInMemory.CreateBuilder([.. AppInMemory.Configuration, "--Store:Kind=Embedded"])
        );

        Assert.Contains("SmsGateway.Host", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(StorageSendQueue), typeof(ISendQueue))]
    [InlineData(typeof(BlobDeadLetterStore), typeof(IDeadLetterStore))]
    [InlineData(typeof(OutcomeKeeper), typeof(IReceiveQueue))]
    [InlineData(typeof(TableOutcomes), typeof(IDeliveryLog))]
    [InlineData(typeof(LeaseTakeOver), typeof(LeaseTakeOver))]
    public void It_works_on_the_storage_account(Type store, Type port)
    {
        using var host = AppInMemory.CreateBuilder(AppInMemory.Configuration).Build();

        Assert.IsType(store, host.Services.GetRequiredService(port));
    }
}
