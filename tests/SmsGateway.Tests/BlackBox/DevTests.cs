using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>dev.cs, and the text of its help, which is its list of commands and options.</summary>
public sealed partial class DevTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smsgateway-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("There is no command 'walk'", "walk")]
    [InlineData("'--bogus' is not an option", "run", "--bogus")]
    [InlineData("'--rounds' is not an option", "abuse", "--rounds", "3")]
    [InlineData("'--bogus' is not an option", "bench", "--bogus")]
    [InlineData("--native needs a value", "bench", "--native", "nowhere")]
    [InlineData("'twice' is not an option", "demo", "twice")]
    [InlineData("--gateway-port needs a value", "run", "--gateway-port")]
    [InlineData("--gateway-port needs a value", "run", "--gateway-port", "70000")]
    [InlineData("'--bogus' is not an option", "run", "--settings", "docs/second-carrier.env", "--bogus")]
    [InlineData("--settings needs a value", "run", "--settings", "docs/nowhere.env")]
    [InlineData("--rounds needs a value", "crash", "--rounds", "many")]
    [InlineData("--store needs a value", "demo", "--store", "oracle")]
    public async Task What_is_wrong_is_refused_before_anything_is_built(string message, params string[] arguments)
    {
        await using var dev = ChildProcess.Start(
            ChildProcess.Dotnet,
            ["run", "dev.cs", "--", .. arguments],
            RepositoryFiles.Root,
            new Dictionary<string, string>(),
            Path.Combine(_folder.FullName, "output.log")
        );

        Assert.Equal(2, await dev.ExitedAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(message, dev.Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("building", dev.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_lists_the_options_that_the_workbench_reads()
    {
        var listed = Listed()
            .Matches(RepositoryFiles.Read("tools/SmsGateway.Workbench/commands.txt"))
            .Select(match => match.Groups[1].Value);
        var read = Directory
            .EnumerateFiles(RepositoryFiles.PathOf("tools/SmsGateway.Workbench"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Read().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), listed.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_value_in_the_help_is_one_that_is_known_before_anything_is_built()
    {
        var kinds = Kind()
            .Matches(RepositoryFiles.Read("tools/SmsGateway.Workbench/commands.txt"))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();
        var dev = RepositoryFiles.Read("dev.cs");

        Assert.Contains("<file>", kinds);
        Assert.All(kinds, kind => Assert.Contains($"\"{kind}\" =>", dev, StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_lists_every_scenario_of_chaos()
    {
        var listed = Regex.Match(RepositoryFiles.Read("tools/SmsGateway.Workbench/commands.txt"), "--only ([^ \n]+)");
        var played = Regex.Matches(
            RepositoryFiles.Read("tools/SmsGateway.Workbench/Chaos/Scenarios.cs"),
            "^ +\\(\"([a-z-]+)\", ",
            RegexOptions.Multiline
        );

        Assert.Equal(played.Select(match => match.Groups[1].Value), listed.Groups[1].Value.Split('|'));
    }

    [GeneratedRegex("^ +--[a-z-]+ (<[a-z]+>)", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex("^ {4,}(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Listed();

    [GeneratedRegex("""arguments\.(?:Flag|Text|Number)\("(--[a-z-]+)""")]
    private static partial Regex Read();
}
