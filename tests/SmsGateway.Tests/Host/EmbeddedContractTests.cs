using Xunit;

namespace SmsGateway.Tests.Host;

public sealed class EmbeddedContractTests(GatewayFixture gateway)
    : HttpContract(gateway),
        IClassFixture<GatewayFixture>;
