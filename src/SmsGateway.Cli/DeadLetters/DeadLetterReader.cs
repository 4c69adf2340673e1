using System.Text.Json.Nodes;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Reads the gateway's list, page by page.</summary>
internal static class DeadLetterReader
{
    /// <param name="gateway">With the operators' key.</param>
    /// <param name="query">Further parameters, each with an ampersand before it.</param>
    /// <param name="limit">Read no more than this many; null for all.</param>
    /// <param name="report">Told how many were read so far, after each page.</param>
    /// <returns>Newest first; and whether there are more.</returns>
    /// <exception cref="Commands.CliException">The gateway does not show them.</exception>
    public static async Task<(IReadOnlyList<DeadLetterRecord> Items, bool More)> ReadAsync(
        GatewayClient gateway,
        string query,
        int? limit,
        Action<int> report,
        CancellationToken cancellationToken
    )
    {
        var found = new List<DeadLetterRecord>();
        string? next = null;
        do
        {
            var position = next is null ? "" : $"&continue={Uri.EscapeDataString(next)}";
            var answer = await gateway.OperateAsync(
                HttpMethod.Get,
                "api/dead-letters" + Joined(query + position),
                cancellationToken
            );
            if (answer is not { Status: 200, Json: { } page } || page["items"] is not JsonArray items)
            {
                throw AnswerHints.Refusal(answer);
            }

            found.AddRange(items.Select(DeadLetterRecord.From).OfType<DeadLetterRecord>());
            next = answer.Text("continue");
            report(found.Count);
        } while (next is not null && !(found.Count >= limit));

        return limit is { } most && found.Count > most ? (found[..most], true) : (found, next is not null);
    }

    private static string Joined(string query) => query.Length == 0 ? "" : $"?{query[1..]}";
}
