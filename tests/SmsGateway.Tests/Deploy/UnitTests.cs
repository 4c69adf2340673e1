using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Deploy;

/// <summary>The unit as systemd itself reads it, where a machine has it.</summary>
public sealed partial class UnitTests : IDisposable
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    /// <summary>The first that judges a unit which is not installed.</summary>
    private const int FirstVersion = 250;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sms-gateway-unit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_line_is_understood()
    {
        await MustHaveSystemdAsync();

        Assert.DoesNotContain("sms-gateway.service", await VerifyAsync(unit => unit), StringComparison.Ordinal);
        Assert.Contains(
            "StateDirectry",
            await VerifyAsync(unit => unit.Replace("StateDirectory=", "StateDirectry=", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    /// <summary>Of 10; what is left is what the gateway needs: a network, and code that is made as it runs.</summary>
    [Fact]
    public async Task It_is_exposed_to_less_than_2()
    {
        await MustHaveSystemdAsync();

        var (exitCode, output) = await RunAsync(
            "security",
            "--offline=true",
            "--threshold=20",
            "--no-pager",
            RepositoryFiles.PathOf(DeployFiles.Unit)
        );

        Assert.True(exitCode == 0, output);
    }

    private static async Task MustHaveSystemdAsync()
    {
        var version =
            File.Exists(Analyze) && Version().Match((await RunAsync("--version")).Output) is { Success: true } match
                ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : 0;
        Assert.SkipUnless(version >= FirstVersion, $"There is no systemd {FirstVersion} or newer here.");
    }

    /// <summary>With a program in the gateway's place that every machine has: it must be there.</summary>
    private async Task<string> VerifyAsync(Func<string, string> change)
    {
        var path = Path.Combine(_folder.FullName, "sms-gateway.service");
        var unit = RepositoryFiles
            .Read(DeployFiles.Unit)
            .Replace("/opt/sms-gateway/SmsGateway.Host", "/bin/true", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, change(unit), Patience.Bounded);
        return (await RunAsync("verify", "--man=no", path)).Output;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Analyze, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var stop = Patience.Bounded;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex(@"^systemd (\d+)")]
    private static partial Regex Version();
}
