using System.CommandLine;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Something done to dead letters, one or many: by id, or by filter.</summary>
internal abstract class BulkCommand : CliCommand
{
    private const int MaxParallel = 64;

    private readonly string _verb;
    private readonly string _done;
    private readonly HttpMethod _method;
    private readonly Argument<string[]> _ids = new("ids")
    {
        Description = "Ids of messages; or none, and a filter.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly DeadLetterFilter _filter = new();
    private readonly Option<bool> _all = new("--all")
    {
        Description = "All of them; not needed with --day or --reason.",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show which ones it would be." };
    private readonly Option<bool> _yes = Settings.Yes();
    private readonly Option<int> _parallel = Settings.Count(
        "--parallel",
        8,
        1,
        MaxParallel,
        $"How many at once, 1 to {MaxParallel}."
    );

    /// <param name="verb">What it does, and the command's name.</param>
    /// <param name="done">What it has done then.</param>
    /// <param name="method">Of the request that does it.</param>
    /// <param name="description">For the help.</param>
    /// <param name="examples">For the help.</param>
    protected BulkCommand(
        string verb,
        string done,
        HttpMethod method,
        string description,
        params IReadOnlyList<Example> examples
    )
        : base(verb, description, examples)
    {
        (_verb, _done, _method) = (verb, done, method);
        Add(_ids);
        Add([_url, _key, .. _filter.Options, _all, _dryRun, _yes, _parallel]);
        SetAction(RunAsync);
    }

    protected abstract string PathFor(Invocation invocation, string id);

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var ids = (invocation.Get(_ids) ?? []).Select(DeadLetterFilter.RequireId).Distinct().ToList();
        var filtered = _filter.IsGiven(invocation) || invocation.Get(_all);
        if (ids.Count > 0 == filtered)
        {
            throw CliException.Usage(
                filtered
                    ? "Give ids, or a filter (--day, --reason, --all), not both."
                    : "Which ones? Give ids, or a filter: --day, --reason or --all."
            );
        }

        var query = _filter.Query(invocation);
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        IReadOnlyList<BulkItem> items = filtered
            ? await FindAsync(invocation, gateway, query, cancellationToken)
            : [.. ids.Select(id => new BulkItem(id, null))];
        var dryRun = invocation.Get(_dryRun);
        if (!dryRun && items.Count > 0)
        {
            if (
                !invocation.Get(_yes)
                && !await invocation.ConfirmAsync(
                    $"{char.ToUpperInvariant(_verb[0])}{_verb[1..]} {BulkReport.Phrase(items)}?",
                    "--yes",
                    cancellationToken
                )
            )
            {
                throw new CliException("Nothing was done.");
            }

            var runner = new BulkRunner(gateway, invocation, _method, id => PathFor(invocation, id), _done);
            if (!await runner.RunAsync(items, invocation.Get(_parallel), cancellationToken))
            {
                BulkReport.Write(invocation, _verb, items, dryRun);
                return ExitCodes.Stopped;
            }
        }

        BulkReport.Write(invocation, _verb, items, dryRun);
        return dryRun || items.All(item => item.Result == _done) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>All pages before anything is done: doing it changes the list.</summary>
    private static async Task<IReadOnlyList<BulkItem>> FindAsync(
        Invocation invocation,
        GatewayClient gateway,
        string query,
        CancellationToken cancellationToken
    )
    {
        var (found, _) = await invocation.WaitingAsync(
            "Reading the list ...",
            tell =>
                DeadLetterReader.ReadAsync(
                    gateway,
                    query,
                    null,
                    count => tell($"Reading the list: {count} ..."),
                    cancellationToken
                )
        );
        return [.. found.Select(record => new BulkItem(record.Id, record.Wire))];
    }
}

/// <summary>Puts dead letters back into the queue.</summary>
internal sealed class ReplayCommand : BulkCommand
{
    private readonly Option<bool> _allowExpired = new("--allow-expired")
    {
        Description =
            "Also those that have expired, with a fresh life. Nobody waits for an old code: without this they are refused.",
    };

    public ReplayCommand()
        : base(
            "replay",
            "replayed",
            HttpMethod.Post,
            "Put dead letters back into the queue: it is tried again to deliver them.",
            new(
                $"{CliApp.Name} dead-letters replay 019a0b1c2d3e4f5061728394a5b6c7d8",
                "one; the rest from the environment"
            ),
            new(
                $"{CliApp.Name} dead-letters replay --day today --reason Unroutable --dry-run",
                "which ones it would be; the rest from the environment"
            ),
            new(
                $"{CliApp.Name} dead-letters replay --reason Poison --allow-expired --yes --json",
                "many, from a script; the rest from the environment"
            )
        ) => Add(_allowExpired);

    protected override string PathFor(Invocation invocation, string id) =>
        $"api/dead-letters/{id}/replay{(invocation.Get(_allowExpired) ? "?allowExpired=true" : "")}";
}

/// <summary>Deletes dead letters for good.</summary>
internal sealed class DeleteCommand()
    : BulkCommand(
        "delete",
        "deleted",
        HttpMethod.Delete,
        "Delete dead letters for good.",
        new(
            $"{CliApp.Name} dead-letters delete 019a0b1c2d3e4f5061728394a5b6c7d8",
            "one; the rest from the environment"
        ),
        new(
            $"{CliApp.Name} dead-letters delete --day yesterday --reason Expired --yes",
            "many; the rest from the environment"
        )
    )
{
    protected override string PathFor(Invocation invocation, string id) => $"api/dead-letters/{id}";
}
