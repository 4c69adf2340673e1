using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>.github/workflows under actionlint, and what it does not look at: pinned actions, few permissions, no stored credential.</summary>
public sealed class WorkflowTests(WorkflowLint lint) : IClassFixture<WorkflowLint>
{
    [Fact]
    public void The_linter_finds_nothing() => Assert.Equal("", lint.FindingsIn("written"));

    /// <summary>The linter knows actions by their versions, not by commits, and none later than those it is shown here.</summary>
    [Fact]
    public void Every_action_has_the_inputs_that_it_is_given() => Assert.Equal("", lint.FindingsIn("unpinned"));

    [Fact]
    public void The_linter_finds_what_is_wrong()
    {
        Assert.Contains("unknown permission scope \"id-tokn\"", lint.FindingsIn("spoilt"), StringComparison.Ordinal);
        Assert.Contains(
            "job \"package\" needs job \"test\" which does not exist",
            lint.FindingsIn("spoilt"),
            StringComparison.Ordinal
        );
        Assert.Contains("input \"node\" is not defined in action", lint.FindingsIn("spoilt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_action_is_pinned_to_one_commit()
    {
        var uses = WorkflowLint
            .Files.SelectMany(file => WorkflowLint.Uses().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Trim())
            .Where(use => !use.StartsWith("./", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.Matches(WorkflowLint.Pin(), use));
        Assert.All(uses.GroupBy(use => use.Split('@')[0]), action => Assert.Single(action.Distinct()));
    }

    /// <summary>What a job may beyond reading: planning and deploying, each under an identity of its own; an image and a release.</summary>
    [Theory]
    [InlineData("ci.yml")]
    [InlineData("deploy.yml", "id-token", "id-token")]
    [InlineData("release.yml", "packages", "id-token", "attestations", "contents", "id-token", "attestations")]
    public void A_workflow_may_read_and_no_more_than_it_needs(string file, params string[] rights)
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf($".github/workflows/{file}"));

        Assert.Contains("\npermissions:\n  contents: read\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\nconcurrency:\n", text, StringComparison.Ordinal);
        Assert.Equal(
            rights,
            text.Split('\n')
                .Where(line => line.EndsWith(": write", StringComparison.Ordinal))
                .Select(line => line.Split(':')[0].Trim())
        );
        Assert.DoesNotContain("{{ secrets", text, StringComparison.Ordinal);
        Assert.Equal(text.Split("actions/checkout@").Length, text.Split("persist-credentials: false").Length);
    }

    [Fact]
    public void These_are_all() =>
        Assert.Equal(["ci.yml", "deploy.yml", "release.yml"], WorkflowLint.Files.Select(Path.GetFileName));

    /// <summary>What somebody writes in a pull request or an input must not become part of a script.</summary>
    [Fact]
    public void No_script_holds_an_expression()
    {
        foreach (var file in WorkflowLint.Files)
        {
            var isScript = false;
            var indent = 0;
            foreach (var line in File.ReadLines(file))
            {
                var depth = line.Length - line.TrimStart().Length;
                isScript =
                    line.TrimStart().StartsWith("run:", StringComparison.Ordinal)
                    || (isScript && (depth > indent || line.Length == 0));
                indent = line.TrimStart().StartsWith("run:", StringComparison.Ordinal) ? depth : indent;
                Assert.False(isScript && line.Contains("${{", StringComparison.Ordinal), line);
            }
        }
    }
}
