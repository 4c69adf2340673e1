using System.Reflection;
using System.Text.Json;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>The Bicep compiler, in the version that the project file pins; NuGet brings it. The first question starts it.</summary>
internal sealed class BicepCompiler : IAsyncDisposable
{
    private static readonly string Program = typeof(BicepCompiler)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(item => item.Key == "Bicep")
        .Value!;

    private readonly Lazy<BicepProcess> _process = new(() => new BicepProcess(Program));

    /// <returns>The output, unless there are errors; and all that the compiler says, its linter included, a line each.</returns>
    public async Task<(string? Output, string Messages)> CompileAsync(string path)
    {
        var result = ResultOf(await AskAsync("bicep/compile", new { path }));
        return (
            result.TryGetProperty("contents", out var output) ? output.GetString() : null,
            string.Join('\n', result.GetProperty("diagnostics").EnumerateArray().Select(LineOf))
        );
    }

    /// <summary>What would be deployed by a parameters file, if it can be told, and what the compiler says.</summary>
    public async Task<(Deployment? Deployment, string Messages)> SnapshotAsync(string path)
    {
        var (output, messages) = await CompileAsync(path);
        if (output is null)
        {
            return (null, messages);
        }

        var answer = await AskAsync(
            "bicep/getSnapshot",
            new
            {
                path,
                metadata = new
                {
                    tenantId = Deployment.Subscription,
                    subscriptionId = Deployment.Subscription,
                    resourceGroup = "sms",
                    location = "australiaeast",
                },
            }
        );
        if (answer.TryGetProperty("error", out var error))
        {
            return (null, $"{messages}\n{error.GetProperty("message")}");
        }

        var snapshot = JsonElement.Parse(answer.GetProperty("result").GetProperty("snapshot").GetString()!);
        return (
            Deployment.Of(snapshot),
            string.Join('\n', [messages, .. snapshot.GetProperty("diagnostics").EnumerateArray()]).Trim()
        );
    }

    /// <returns>The file's text as the compiler would write it.</returns>
    public async Task<string> FormatAsync(string path) =>
        ResultOf(await AskAsync("bicep/format", new { path })).GetProperty("contents").GetString()!;

    public async ValueTask DisposeAsync()
    {
        if (_process.IsValueCreated)
        {
            await _process.Value.DisposeAsync();
        }
    }

    private Task<JsonElement> AskAsync(string method, object parameters) =>
        _process.Value.AskAsync(method, parameters, TestContext.Current.CancellationToken);

    private static JsonElement ResultOf(JsonElement answer) =>
        answer.TryGetProperty("result", out var result)
            ? result
            : throw new HarnessException($"The Bicep compiler answers: {answer.GetProperty("error")}");

    private static string LineOf(JsonElement diagnostic)
    {
        var start = diagnostic.GetProperty("range").GetProperty("start");
        return $"{diagnostic.GetProperty("source")}({start.GetProperty("line").GetInt32() + 1},{start.GetProperty("char").GetInt32() + 1}) : "
            + $"{diagnostic.GetProperty("level")} {diagnostic.GetProperty("code")}: {diagnostic.GetProperty("message")}";
    }
}
