using System.CommandLine;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using Spectre.Console;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Something done to dead letters, one or many: by id, or by filter.</summary>
internal abstract class BulkCommand : LeafCommand
{
    private const int MaxParallel = 64;

    private readonly string _verb;
    private readonly string _done;
    private readonly Argument<string[]> _ids = new("ids") { Description = "Ids of messages; or none, and a filter.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly DeadLetterFilter _filter = new();
    private readonly Option<bool> _all = new("--all") { Description = "All of them; not needed with --day or --reason." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show which ones it would be." };
    private readonly Option<bool> _yes = Settings.Yes();
    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"How many at once, 1 to {MaxParallel}.",
        HelpName = "count",
        DefaultValueFactory = _ => 8,
    };

    /// <param name="verb">What it does, and the command's name.</param>
    /// <param name="done">What it has done then.</param>
    /// <param name="description">For the help.</param>
    protected BulkCommand(string verb, string done, string description)
        : base(verb, description)
    {
        (_verb, _done) = (verb, done);
        Add(_ids);
        Add(_url);
        Add(_key);
        _filter.AddTo(this);
        foreach (var option in new Option[] { _all, _dryRun, _yes, _parallel })
        {
            Add(option);
        }

        _parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var count) && count is >= 1 and <= MaxParallel))
            {
                result.AddError($"--parallel must be a number from 1 to {MaxParallel}.");
            }
        });
    }

    protected abstract HttpMethod Method { get; }

    protected abstract string PathFor(Invocation invocation, string id);

    protected override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var ids = (invocation.Get(_ids) ?? []).Select(DeadLetterIds.Require).Distinct().ToList();
        var filtered = _filter.IsGiven(invocation) || invocation.Get(_all);
        if (ids.Count > 0 == filtered)
        {
            throw CliException.Usage(filtered
                ? "Give ids, or a filter (--day, --reason, --all), not both."
                : "Which ones? Give ids, or a filter: --day, --reason or --all.");
        }

        var query = _filter.Query(invocation);
        using var gateway = GatewayClient.For(invocation, _url, invocation.Secret(_key));
        IReadOnlyList<BulkItem> items = filtered
            ? await FindAsync(invocation, gateway, query, cancellationToken)
            : [.. ids.Select(id => new BulkItem(id, null))];
        var dryRun = invocation.Get(_dryRun);
        if (!dryRun && items.Count > 0)
        {
            if (!invocation.Get(_yes) && !invocation.Confirm($"{char.ToUpperInvariant(_verb[0])}{_verb[1..]} {BulkReport.Phrase(items)}?", "--yes"))
            {
                throw new CliException("Nothing was done.");
            }

            var runner = new BulkRunner(gateway, invocation, Method, id => PathFor(invocation, id), _done);
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
    private static async Task<IReadOnlyList<BulkItem>> FindAsync(Invocation invocation, GatewayClient gateway, string query, CancellationToken cancellationToken)
    {
        var (found, _) = invocation.Environment.ErrorIsTerminal
            ? await invocation.Notes.Status().StartAsync("Reading the list ...", status =>
                DeadLetterReader.ReadAsync(gateway, query, null, count => status.Status($"Reading the list: {count} ..."), cancellationToken))
            : await DeadLetterReader.ReadAsync(gateway, query, null, _ => { }, cancellationToken);
        return [.. found.Select(record => new BulkItem(record.Id, record.Wire))];
    }
}
