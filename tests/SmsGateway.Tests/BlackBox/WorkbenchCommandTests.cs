using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The commands of dev.cs in small: the gateway as a process, with kill -9, real sockets and real files.</summary>
[Collection(BlackBoxCollection.Name)]
public sealed partial class WorkbenchCommandTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_step_of_the_demo_goes_as_it_should() => await BlackBoxRun.MustSucceedAsync("demo");

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_gateway_is_killed_under_load() =>
        await BlackBoxRun.MustSucceedAsync("crash", "--rounds", "3", "--seed", "1");

    [Fact]
    public async Task No_malformed_or_forged_request_is_accepted_or_answered_5xx() =>
        await BlackBoxRun.MustSucceedAsync("abuse", "--requests", "5000", "--seed", "1");

    [Theory]
    [InlineData("hung-carrier")]
    [InlineData("all-down")]
    [InlineData("storage-garbage")]
    public async Task What_goes_wrong_around_the_gateway_loses_and_doubles_nothing(string scenario) =>
        await BlackBoxRun.MustSucceedAsync("chaos", "--quick", "--seed", "1", "--only", scenario);

    [Fact]
    public async Task The_benchmark_measures_every_row_of_its_table()
    {
        var text = await BlackBoxRun.MustSucceedAsync("bench", "--trial");
        Assert.Contains("accept on Azure Storage / bare SendMessage loop: ", text, StringComparison.Ordinal);
        Assert.Equal(15, text.Split('\n').Count(line => Figures().IsMatch(line)));
    }

    [Fact]
    public async Task Functions_starts_the_app_and_sends_a_message_through_it()
    {
        var text = await BlackBoxRun.MustSucceedAsync(
            "functions",
            "--send-one",
            "--gateway-port",
            Port(),
            "--inbox-port",
            Port()
        );
        Assert.Contains("the app runs ", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("At the carrier.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_prints_a_curl_line_and_a_line_for_the_command_line_that_work_as_pasted()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a shell and curl");
            return;
        }

        await using var run = BlackBoxRun.Start("run", "--gateway-port", Port(), "--inbox-port", Port());
        Assert.True(
            await Poll.UntilAsync(
                () => Task.FromResult(run.HasEnded || run.Text.Contains("Ctrl+C", StringComparison.Ordinal)),
                Bound,
                Cancellation
            )
        );

        var line = Assert.Single(run.Text.Split('\n'), line => line.StartsWith("curl ", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 200", await ShellAsync(line), StringComparison.Ordinal);

        var source = Assert.Single(run.Text.Split('\n'), line => line.StartsWith(". ", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(source[2..].Trim('\'')));
        }

        var check = await ShellAsync(
            $"{source}; '{ChildProcess.Dotnet}' '{Artifacts.Program("SmsGateway.Cli")}' check"
        );
        Assert.Contains("known: subject, audience and secret fit", check, StringComparison.Ordinal);
        Assert.Contains("the key fits", check, StringComparison.Ordinal);
        Assert.True(await run.StopAsync());
    }

    [Fact]
    public async Task A_second_carrier_is_the_lines_of_a_file()
    {
        await using var run = BlackBoxRun.Start(
            "run",
            "--settings",
            RepositoryFiles.PathOf("docs/second-carrier.env"),
            "--gateway-port",
            Port(),
            "--inbox-port",
            Port()
        );
        Assert.True(
            await Poll.UntilAsync(
                () => Task.FromResult(run.HasEnded || run.Text.Contains("Ctrl+C", StringComparison.Ordinal)),
                Bound,
                Cancellation
            )
        );
        var curl = Assert.Single(run.Text.Split('\n'), line => line.StartsWith("curl ", StringComparison.Ordinal));
        var inbox = Regex.Match(run.Text, @"Carrier simulator\s+(\S+)").Groups[1].Value;

        Assert.Equal("vonage", await CarrierOfAsync(1));
        await ShellAsync($"curl -sS -X POST '{inbox}simulator/outage?carrier=vonage&mode=down'");
        Assert.Equal("twilio", await CarrierOfAsync(2));

        async Task<string?> CarrierOfAsync(int code)
        {
            var text = $"Your code is 55511{code}";
            var line = Regex.Replace(curl, "\"body\":\"[^\"]*\"", $"\"body\":\"{text}\"");
            Assert.StartsWith("HTTP/1.1 200", await ShellAsync(line), StringComparison.Ordinal);
            string? carrier = null;
            await Poll.UntilAsync(
                async () =>
                {
                    using var messages = JsonDocument.Parse(await ShellAsync($"curl -sS {inbox}simulator/messages"));
                    carrier = messages
                        .RootElement.EnumerateArray()
                        .Where(message =>
                            message.GetProperty("body").GetString() == text
                            && message.GetProperty("outcome").GetString() == "accepted"
                        )
                        .Select(message => message.GetProperty("carrier").GetString())
                        .FirstOrDefault();
                    return carrier is not null;
                },
                Bound,
                Cancellation
            );
            return carrier;
        }
    }

    private static string Port() => FreePort.Any().ToString(CultureInfo.InvariantCulture);

    private static async Task<string> ShellAsync(string line)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", line])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var answer = await shell.StandardOutput.ReadToEndAsync(Cancellation);
        await shell.WaitForExitAsync(Cancellation);
        return answer;
    }

    [GeneratedRegex(@"\s\d+(\.\d+)?$")]
    private static partial Regex Figures();
}
