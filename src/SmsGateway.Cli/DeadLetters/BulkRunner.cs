using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.DeadLetters;
using Spectre.Console;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Does one thing to many dead letters, a bounded number at once, with a progress bar; one's failure stops no other.</summary>
/// <param name="gateway">With the operators' key.</param>
/// <param name="invocation">Whose terminal and clock.</param>
/// <param name="method">Of the request.</param>
/// <param name="path">Of the request, made from an id.</param>
/// <param name="done">The word for success.</param>
internal sealed class BulkRunner(
    GatewayClient gateway,
    Invocation invocation,
    HttpMethod method,
    Func<string, string> path,
    string done
)
{
    private const int Tries = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <returns>False when it was stopped before the end.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<BulkItem> items, int parallel, CancellationToken cancellationToken)
    {
        try
        {
            await (
                invocation.Environment.ErrorIsTerminal
                    ? invocation
                        .Notes.Progress()
                        .AutoClear(true)
                        .StartAsync(progress =>
                        {
                            var task = progress.AddTask(done, maxValue: items.Count);
                            return AllAsync(items, parallel, () => task.Increment(1), cancellationToken);
                        })
                    : AllAsync(items, parallel, () => { }, cancellationToken)
            );
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private Task AllAsync(
        IReadOnlyList<BulkItem> items,
        int parallel,
        Action tick,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (item, stop) =>
            {
                await OneAsync(item, stop);
                tick();
            }
        );

    private async Task OneAsync(BulkItem item, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            item.Set(BulkItem.Unknown, "no answer came");
            GatewayAnswer answer;
            try
            {
                answer = await gateway.OperateAsync(method, path(item.Id), cancellationToken);
            }
            catch (CliException e)
            {
                item.Set(BulkItem.Unknown, e.Message);
                return;
            }

            Classify(item, answer);
            if (answer.Status != 503 || attempt == Tries)
            {
                return;
            }

            // The store was busy; nothing was done.
            var pause = answer.RetryAfter ?? TimeSpan.FromSeconds(attempt);
            await Task.Delay(
                pause < LongestPause ? pause : LongestPause,
                invocation.Environment.Time,
                cancellationToken
            );
        }
    }

    private void Classify(BulkItem item, GatewayAnswer answer)
    {
        switch (answer.Status)
        {
            case 200 or 204:
                item.Set(done);
                break;
            case 404 when answer.Json is not null:
                item.Set(BulkItem.Gone, "no dead letter has this id (any more)");
                break;
            case 409 when answer.Text("title") is { } title:
                // The gateway speaks of its own parameter; the option here is another.
                item.Set(
                    BulkItem.Refused,
                    title.Contains("allowExpired", StringComparison.Ordinal)
                        ? "expired; --allow-expired sends it all the same"
                        : title
                );
                break;
            default:
                item.Set(BulkItem.Failed, AnswerHints.Refusal(answer).Message);
                break;
        }
    }
}

/// <summary>One dead letter of many that something is done to.</summary>
/// <param name="id">Whose.</param>
/// <param name="known">What the list told; null when only the id is known.</param>
internal sealed class BulkItem(string id, DeadLetterWire? known)
{
    public const string NotTried = "not tried";

    /// <summary>It was asked for, and no answer came.</summary>
    public const string Unknown = "unknown";

    /// <summary>The gateway will not, as it stands.</summary>
    public const string Refused = "refused";

    /// <summary>There is none with this id (any more).</summary>
    public const string Gone = "gone";

    public const string Failed = "failed";

    public string Id => id;

    public DeadLetterWire? Known => known;

    /// <summary>One of the above, or the word for what was done.</summary>
    public string Result { get; private set; } = NotTried;

    public string? Detail { get; private set; }

    public void Set(string result, string? detail = null) => (Result, Detail) = (result, detail);
}
