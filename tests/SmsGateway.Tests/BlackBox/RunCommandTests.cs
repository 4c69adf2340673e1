using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>What people start by hand, and the lines it gives them to paste.</summary>
[StartsProgram]
public sealed class RunCommandTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
            $"{source}; '{string.Join("' '", ChildProcess.CommandOf(Artifacts.Program("SmsGateway.Cli")))}' check"
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
}
