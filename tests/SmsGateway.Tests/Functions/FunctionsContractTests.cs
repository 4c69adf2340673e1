using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>What the Host passes, on the app's real worker.</summary>
public sealed class FunctionsContractTests(FunctionsGatewayFixture gateway)
    : HttpContract(gateway),
        IClassFixture<FunctionsGatewayFixture>;
