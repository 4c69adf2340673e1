using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>What MSBuild makes of the project in both modes of FunctionsWorker.</summary>
public sealed class WorkerModeTests
{
    [Fact]
    public async Task Reference_mode_refuses_to_be_published_and_says_why()
    {
        var (exitCode, output) = await MSBuildAsync("-t:Publish", "-p:NoBuild=true", "-p:FunctionsWorker=reference");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SMSGW001", output, StringComparison.Ordinal);
        Assert.Contains("-p:FunctionsWorker=package", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Package_mode_is_an_app_on_the_worker_packages_and_nothing_redundant(string limitedFeed)
    {
        var project = await EvaluateAsync($"-p:LimitedFeed={limitedFeed}", "-p:FunctionsWorker=package");

        string[] packages =
        [
            "Microsoft.Azure.Functions.Worker",
            "Microsoft.Azure.Functions.Worker.Extensions.Http",
            "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
            "Microsoft.Azure.Functions.Worker.Sdk",
        ];
        Assert.Equal(packages, Items(project, "PackageReference"));
        Assert.Equal("Exe", (string?)project["Properties"]!["OutputType"]);
        Assert.DoesNotContain(Items(project, "Compile"), file => file.StartsWith("Reference", StringComparison.Ordinal));
        Assert.Contains("Package/PublicFunctions.cs", Items(project, "Compile"));
    }

    [Fact]
    public async Task Reference_mode_is_a_library_that_needs_none_of_them()
    {
        var project = await EvaluateAsync("-p:FunctionsWorker=reference");

        Assert.Empty(Items(project, "PackageReference"));
        Assert.Equal("Library", (string?)project["Properties"]!["OutputType"]);
        Assert.DoesNotContain("Package/PublicFunctions.cs", Items(project, "Compile"));
    }

    /// <summary>Items of the project itself; what every project gets (analyzers) is left out.</summary>
    private static IEnumerable<string> Items(JsonNode project, string type) =>
        project["Items"]![type]!.AsArray()
            .Select(item => ((string)item!["Identity"]!).Replace('\\', '/'))
            .Where(identity => identity != "Microsoft.CodeAnalysis.BannedApiAnalyzers")
            .Order(StringComparer.Ordinal);

    private static async Task<JsonNode> EvaluateAsync(params string[] properties)
    {
        var (exitCode, output) = await MSBuildAsync([.. properties, "-getProperty:OutputType", "-getItem:PackageReference", "-getItem:Compile"]);
        Assert.True(exitCode == 0, output);
        return JsonNode.Parse(output)!;
    }

    private static async Task<(int ExitCode, string Output)> MSBuildAsync(params string[] arguments)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["msbuild", "src/SmsGateway.Functions", "-nologo", "-nodeReuse:false", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
