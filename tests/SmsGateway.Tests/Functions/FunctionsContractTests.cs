using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>What the Host passes, on the app's real worker.</summary>
[StartsProgram]
public sealed class FunctionsContractTests(FunctionsGatewayFixture gateway)
    : HttpContract(gateway),
        IClassFixture<FunctionsGatewayFixture>;
