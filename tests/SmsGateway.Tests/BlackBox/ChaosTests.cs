using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Scenarios that are held to times, so that nothing else may run.</summary>
[Collection(BlackBoxCollection.Name)]
public sealed class ChaosTests
{
    [Theory]
    [InlineData("hung-carrier")]
    [InlineData("all-down")]
    [InlineData("storage-garbage")]
    public async Task What_goes_wrong_around_the_gateway_loses_and_doubles_nothing(string scenario) =>
        await BlackBoxRun.MustSucceedAsync("chaos", "--quick", "--seed", "1", "--only", scenario);
}
