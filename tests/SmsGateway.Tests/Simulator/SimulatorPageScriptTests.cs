using SmsGateway.Tests.Auth0;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Simulator;

/// <summary>What the page's modules work out without a document, in Node.js.</summary>
public sealed class SimulatorPageScriptTests
{
    [Fact]
    public async Task The_modules_do_what_their_tests_say()
    {
        var folder = Directory.CreateTempSubdirectory("inbox-page-").FullName;
        try
        {
            // Node.js takes a .js file for a module only where a package says so.
            await File.WriteAllTextAsync(
                Path.Combine(folder, "package.json"),
                """{"type":"module"}""",
                TestContext.Current.CancellationToken
            );
            const string Tests = "page.test.js";
            File.Copy(RepositoryFiles.PathOf("tests/SmsGateway.Tests/Simulator/" + Tests), Path.Combine(folder, Tests));
            foreach (
                var module in Directory.GetFiles(RepositoryFiles.PathOf("src/SmsGateway.CarrierSimulator/Page"), "*.js")
            )
            {
                File.Copy(module, Path.Combine(folder, Path.GetFileName(module)));
            }

            var run = await NodeRun.OfAsync(
                folder,
                ["--test", Tests],
                new Dictionary<string, string>(),
                "",
                TestContext.Current.CancellationToken
            );

            Assert.True(run.ExitCode == 0, run.Text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
