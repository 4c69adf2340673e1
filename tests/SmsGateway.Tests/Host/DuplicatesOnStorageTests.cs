using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class DuplicatesOnStorageTests(StorageGatewayFixture gateway) : IClassFixture<StorageGatewayFixture>
{
    /// <summary>
    /// Few: an Azurite that is asked for more than it can do answers a put after its time-out, and what is put again then is sent twice.
    /// </summary>
    private const int Connections = 8;

    [Fact]
    public Task Of_many_requests_with_repetitions_each_message_is_sent_once() =>
        DuplicateLoad.ShowEachSentOnceAsync(gateway.Gateway, gateway.Carriers, 500, Connections);

    /// <summary>Minutes on Azurite, so it runs only when asked for.</summary>
    [Fact(Explicit = true)]
    public Task Of_twenty_thousand_requests_with_repetitions_each_message_is_sent_once() =>
        DuplicateLoad.ShowEachSentOnceAsync(gateway.Gateway, gateway.Carriers, 20_000, Connections);
}
