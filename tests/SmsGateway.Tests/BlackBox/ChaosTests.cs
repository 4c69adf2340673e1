using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

[StartsProgram]
public sealed class ChaosTests
{
    [Theory]
    [InlineData("all-down")]
    [InlineData("storage-garbage")]
    public async Task What_goes_wrong_around_the_gateway_loses_and_doubles_nothing(string scenario) =>
        await BlackBoxRun.MustSucceedAsync("chaos", "--quick", "--seed", "1", "--only", scenario);
}

/// <summary>A scenario that is held to times, so that nothing else may run.</summary>
[Collection(BlackBoxCollection.Name)]
[StartsProgram]
public sealed class HungCarrierChaosTests
{
    [Fact]
    public async Task A_carrier_that_hangs_holds_up_no_other() =>
        await BlackBoxRun.MustSucceedAsync("chaos", "--quick", "--seed", "1", "--only", "hung-carrier");
}
