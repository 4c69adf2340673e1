using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class DuplicatesOnStorageTests(StorageGatewayFixture gateway) : IClassFixture<StorageGatewayFixture>
{
    [Fact]
    public Task Of_many_requests_with_repetitions_each_message_is_sent_once() =>
        DuplicateLoad.ShowEachSentOnceAsync(gateway.Gateway, gateway.Carriers, 1000);

    /// <summary>Minutes on Azurite, so it runs only when asked for.</summary>
    [Fact(Explicit = true)]
    public Task Of_twenty_thousand_requests_with_repetitions_each_message_is_sent_once() =>
        DuplicateLoad.ShowEachSentOnceAsync(gateway.Gateway, gateway.Carriers, 20_000);
}
