using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Deletes dead letters for good.</summary>
internal sealed class DeleteCommand() : BulkCommand("delete", "deleted", "Delete dead letters for good.")
{
    public override IReadOnlyList<Example> Examples =>
    [
        new($"{CliApp.Name} dead-letters delete 019a0b1c2d3e4f5061728394a5b6c7d8", "one; the rest from the environment"),
        new($"{CliApp.Name} dead-letters delete --day yesterday --reason Expired --yes", "many; the rest from the environment"),
    ];

    protected override HttpMethod Method => HttpMethod.Delete;

    protected override string PathFor(Invocation invocation, string id) => $"api/dead-letters/{id}";
}
