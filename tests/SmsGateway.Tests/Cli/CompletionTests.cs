using System.Diagnostics;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

[StartsProgram]
public sealed class CompletionTests
{
    [Theory]
    [InlineData("sms-gateway dead", "dead-letters")]
    [InlineData("sms-gateway dead-letters re", "replay")]
    [InlineData("sms-gateway mess", "messages")]
    [InlineData("sms-gateway messages f", "find")]
    [InlineData("sms-gateway messages find --op", "--operators-key-file")]
    [InlineData("sms-gateway send --sh", "--shape")]
    [InlineData("sms-gateway dead-letters list --reason Po", "Poison")]
    [InlineData("sms-gateway admission bl", "block")]
    [InlineData("sms-gateway admission list --rule bl", "blocked")]
    [InlineData("sms-gateway token --algorithm HS5", "HS512")]
    public async Task The_directive_suggests_what_fits(string line, string suggestion)
    {
        var run = await CliRun.OfAsync([$"[suggest:{line.Length}]", line]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(suggestion, run.Out.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task No_option_is_suggested_that_begins_like_a_path() =>
        Assert.DoesNotContain(
            (await CliRun.OfAsync(["[suggest:12]", "sms-gateway "])).Out.Split('\n'),
            suggestion => suggestion.StartsWith('/')
        );

    [Theory]
    [InlineData("bash", "complete -o default -F _sms_gateway sms-gateway")]
    [InlineData("zsh", "#compdef sms-gateway")]
    [InlineData("fish", "complete -c sms-gateway -a '(__sms_gateway_suggest)'")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName sms-gateway")]
    public async Task Each_shell_has_its_script(string shell, string line)
    {
        var run = await CliRun.OfAsync($"completion {shell}");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(line, run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', run.Out);
    }

    [Fact]
    public async Task Bash_completes_by_the_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        var script = (await CliRun.OfAsync("completion bash")).Out;
        var probe = $$"""
            sms-gateway() { printf '%s|%s\n' "$1" "$2"; }
            {{script}}
            COMP_LINE='sms-gateway dead' COMP_POINT=16
            _sms_gateway
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", probe]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("[suggest:16]|sms-gateway dead\n", output);
    }
}
