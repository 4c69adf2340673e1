using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>Not among the tests that run one at a time: after its kill -9 it waits for the end of a lease.</summary>
[StartsProgram]
public sealed class DemoOnStorageTests
{
    [Fact]
    public async Task Every_step_of_the_demo_goes_as_it_should_on_Azure_Storage_too() =>
        await BlackBoxRun.MustSucceedAsync("demo", "--store", "azurite");
}
