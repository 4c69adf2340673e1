using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class DuplicatesUnderLoadTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public Task Of_twenty_thousand_requests_with_repetitions_each_message_is_sent_once() =>
        DuplicateLoad.ShowEachSentOnceAsync(gateway.Gateway, gateway.Carriers, 20_000, connections: 64);
}
