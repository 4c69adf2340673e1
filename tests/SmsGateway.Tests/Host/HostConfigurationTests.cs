using SmsGateway.Configuration;
using SmsGateway.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class HostConfigurationTests
{
    [Theory]
    [InlineData("Store__Kind", "--Store:Kind=Floppy")]
    [InlineData("Store__Pfad", "--Store:Pfad=data")]
    [InlineData("Store__AccountName", "--Store:Kind=AzureStorage")]
    public void All_mistakes_of_all_sections_are_one_list(string key, string argument) =>
        Assert.Equal(
            MixedMistakes.Keys.Append(key).Order(StringComparer.Ordinal),
            MixedMistakes.KeysOf(
                Assert.Throws<GatewayConfigurationException>(() =>
                    HostApp.Create([.. MixedMistakes.Arguments, argument])
                )
            )
        );
}
