using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class EmbeddedFollowedMessageTests(GatewayFixture gateway)
    : FollowedMessageContract(gateway),
        IClassFixture<GatewayFixture>;

public sealed class StorageFollowedMessageTests(StorageGatewayFixture gateway)
    : FollowedMessageContract(gateway),
        IClassFixture<StorageGatewayFixture>;
