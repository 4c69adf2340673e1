using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Host;

/// <summary>What a process writes to its output.</summary>
[StartsProgram]
public sealed partial class LogFormatsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_begins_with_the_time_in_UTC() =>
        Assert.All(await LinesAsync(), line => Assert.Matches(Stamped(), line));

    [Theory]
    [InlineData("--log-format", "json")]
    [InlineData("--Logging:Format=json")]
    public async Task A_program_gets_an_object_on_a_line(params string[] arguments) =>
        Assert.All(
            await LinesAsync(arguments),
            line =>
            {
                using var json = JsonDocument.Parse(line);
                Assert.Matches(Time(), json.RootElement.GetProperty("Timestamp").GetString());
                Assert.NotEmpty(json.RootElement.GetProperty("Message").GetString()!);
            }
        );

    private static async Task<string[]> LinesAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("smsgateway-");
        try
        {
            await using var host = ChildProcess.Start(
                Artifacts.Program("SmsGateway.Host"),
                ["--urls=http://127.0.0.1:0", $"--Store:Path={folder.FullName}", .. arguments],
                Settings.Environment,
                Path.Combine(folder.FullName, "output.log")
            );
            await host.ListeningAsync(Bound, Stop);
            Assert.True(await host.StopAsync(Bound));
            return host.Log().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail): \S+\[\d+\] \S")]
    private static partial Regex Stamped();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}
