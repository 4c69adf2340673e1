using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>How one run of an Action ended.</summary>
/// <param name="Outcome"><c>done</c>, <c>drop</c>, <c>retry</c> or <c>error</c>.</param>
/// <param name="Reason">What the Action, or its error, said.</param>
internal sealed record ActionRun(string Outcome, string? Reason)
{
    public const string Done = "done";
    public const string Drop = "drop";
    public const string Retry = "retry";
    public const string Error = "error";
}

/// <summary>Runs an Action's code in a Node.js process of its own, within Auth0's limit of time.</summary>
internal static class ActionRunner
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<ActionRun> RunAsync(string code, JsonObject phoneEvent, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(RepositoryFiles.PathOf("tests/SmsGateway.Tests/Auth0/StandIn/run-action.cjs"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        try
        {
            // Read before writing: neither side can wait for the other.
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.StandardInput.WriteAsync(new JsonObject { ["code"] = code, ["event"] = phoneEvent.DeepClone() }.ToJsonString().AsMemory(), limit.Token);
            node.StandardInput.Close();
            var text = await output;
            return text.Length > 0
                ? JsonSerializer.Deserialize<ActionRun>(text, Json)!
                : throw new InvalidOperationException("The Action's process said nothing: " + await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ActionRun(ActionRun.Error, "action_timeout");
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }
}
