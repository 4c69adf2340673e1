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

    [Fact]
    public void A_workflow_may_read_and_only_the_deployment_may_ask_for_a_token()
    {
        foreach (var file in WorkflowLint.Files)
        {
            var text = File.ReadAllText(file);
            Assert.Contains("\npermissions:\n  contents: read\n\n", text, StringComparison.Ordinal);
            Assert.Contains("\nconcurrency:\n", text, StringComparison.Ordinal);
            Assert.Equal(Path.GetFileName(file) == "deploy.yml" ? 2 : 0, text.Split(": write").Length - 1);
            Assert.DoesNotContain("{{ secrets", text, StringComparison.Ordinal);
            Assert.Equal(text.Split("actions/checkout@").Length, text.Split("persist-credentials: false").Length);
        }

        // Planning and deploying, each under an identity of its own.
        Assert.Equal(
            2,
            File.ReadAllText(RepositoryFiles.PathOf(".github/workflows/deploy.yml")).Split("id-token: write").Length - 1
        );
    }

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
