using System.CommandLine;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Puts dead letters back into the queue.</summary>
internal sealed class ReplayCommand : BulkCommand
{
    private readonly Option<bool> _allowExpired = new("--allow-expired")
    {
        Description = "Also those that have expired, with a fresh life. Nobody waits for an old code: without this they are refused.",
    };

    public ReplayCommand()
        : base("replay", "replayed", "Put dead letters back into the queue: it is tried again to deliver them.") => Add(_allowExpired);

    public override IReadOnlyList<Example> Examples =>
    [
        new($"{CliApp.Name} dead-letters replay 019a0b1c2d3e4f5061728394a5b6c7d8", "one; the rest from the environment"),
        new($"{CliApp.Name} dead-letters replay --day today --reason Unroutable --dry-run", "which ones it would be; the rest from the environment"),
        new($"{CliApp.Name} dead-letters replay --reason Poison --allow-expired --yes --json", "many, from a script; the rest from the environment"),
    ];

    protected override HttpMethod Method => HttpMethod.Post;

    protected override string PathFor(Invocation invocation, string id) =>
        $"api/dead-letters/{id}/replay{(invocation.Get(_allowExpired) ? "?allowExpired=true" : "")}";
}
