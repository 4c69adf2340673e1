using System.Diagnostics;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>The command as people and pipelines run it.</summary>
public sealed class InfraCommandTests
{
    [Fact]
    public async Task It_ends_with_0_when_nothing_is_found()
    {
        var (code, output) = await RunAsync(InfraCopy.Source);

        Assert.Equal(0, code);
        Assert.EndsWith("infra-check: nothing found", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_1_and_a_line_for_each_finding()
    {
        using var infra = new InfraCopy();
        infra.Replace("main.bicep", "'sms-send'", "'sms-sent'");

        var (code, output) = await RunAsync(infra.Folder);

        Assert.Equal(1, code);
        Assert.Matches(@"(?m)^infra/main\.bicep:\d+:\d+: queue 'sms-sent' is not one that", output);
        Assert.Matches(@"infra-check: \d+ found\s*$", output);
    }

    [Fact]
    public async Task A_definitions_file_is_compared_with()
    {
        var definitions = RepositoryFiles.PathOf("tests/SmsGateway.Tests/Infra/definitions.json");
        var (code, output) = await RunAsync(InfraCopy.Source, "--types", definitions);

        Assert.Equal(0, code);
        Assert.Contains("Microsoft.Web/sites: the definitions do not know this type", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--typo")]
    [InlineData("no-such-folder")]
    [InlineData("infra", "--types", "no-such-file")]
    public async Task It_ends_with_2_when_it_is_called_wrongly(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).Code);

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../SmsGateway.InfraCheck", configuration, "SmsGateway.InfraCheck.dll"));
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
