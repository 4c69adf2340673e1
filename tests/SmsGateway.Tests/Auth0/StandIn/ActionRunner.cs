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

    public static async Task<ActionRun> RunAsync(
        string code,
        JsonObject phoneEvent,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var run = await NodeRun.OfAsync(
            RepositoryFiles.PathOf("tests/SmsGateway.Tests/Auth0/StandIn"),
            ["run-action.cjs"],
            new Dictionary<string, string>(),
            new JsonObject { ["code"] = code, ["event"] = phoneEvent.DeepClone() }.ToJsonString(),
            limit.Token
        );
        return run.ExitCode switch
        {
            0 => JsonSerializer.Deserialize<ActionRun>(run.Output, Json)!,
            -1 when limit.IsCancellationRequested => new ActionRun(ActionRun.Error, "action_timeout"),
            _ => throw new InvalidOperationException(run.Text),
        };
    }
}
