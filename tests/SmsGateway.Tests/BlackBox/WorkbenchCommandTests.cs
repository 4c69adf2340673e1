using System.Text.RegularExpressions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The commands of dev.cs in small: the gateway as a process, with kill -9, real sockets and real files.</summary>
[StartsEarly]
[StartsProgram]
public sealed partial class WorkbenchCommandTests
{
    [Fact]
    public async Task Every_step_of_the_demo_goes_as_it_should() => await BlackBoxRun.MustSucceedAsync("demo");

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_gateway_is_killed_under_load() =>
        await BlackBoxRun.MustSucceedAsync("crash", "--rounds", "3", "--seed", "1");

    [Fact]
    public async Task No_malformed_or_forged_request_is_accepted_or_answered_5xx() =>
        await BlackBoxRun.MustSucceedAsync("abuse", "--requests", "5000", "--seed", "1");

    [Fact]
    public async Task The_benchmark_measures_every_row_of_its_table()
    {
        var text = await BlackBoxRun.MustSucceedAsync("bench", "--trial");
        Assert.Contains(
            "accept on Azure Storage, admission off / bare SendMessage loop: ",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("accept on Azure Storage, everything on / admission off: ", text, StringComparison.Ordinal);
        Assert.Contains("\neverything on / admission off: ", text, StringComparison.Ordinal);
        Assert.Equal(18, text.Split('\n').Count(line => Figures().IsMatch(line)));
    }

    [Fact]
    public async Task A_pumped_number_block_is_held_in_time_and_no_honest_user_is_refused() =>
        await BlackBoxRun.MustSucceedAsync("chaos", "--quick", "--seed", "1", "--only", "pumping");

    [GeneratedRegex(@"\s\d+(\.\d+)?$")]
    private static partial Regex Figures();
}
