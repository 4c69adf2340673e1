using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.Infra;

public sealed class BicepProcessTests
{
    /// <summary>Not the first to ask alone: all who need it.</summary>
    [Fact]
    public async Task Who_asks_a_compiler_that_has_ended_is_told_so_in_its_own_words()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // A shell that is to run a script by the name of what the compiler is told to do, and finds none.
        await using var process = new BicepProcess("/bin/sh");

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<HarnessException>(() =>
                process.AskAsync("bicep/version", new { }, TestContext.Current.CancellationToken)
            );
            Assert.Matches("gives no answer to bicep/version: .*jsonrpc", error.Message);
        }
    }

    [Fact]
    public void A_platform_without_a_compiler_is_told() =>
        Assert.Contains(
            "no Bicep compiler for this platform",
            Assert.Throws<HarnessException>(() => new BicepProcess("/nowhere/bicep")).Message,
            StringComparison.Ordinal
        );
}
