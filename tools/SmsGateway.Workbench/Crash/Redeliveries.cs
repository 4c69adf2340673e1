using System.Text.RegularExpressions;

namespace SmsGateway.Workbench.Crash;

/// <summary>Which messages the gateway says it handed out again, because an earlier process did not finish them.</summary>
internal static partial class Redeliveries
{
    public static async Task<HashSet<string>> ReadAsync(string log, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>();
        await foreach (var line in File.ReadLinesAsync(log, cancellationToken))
        {
            if (HandedOutAgain().Match(line) is { Success: true } match)
            {
                ids.Add(match.Groups[1].Value);
            }
        }

        return ids;
    }

    [GeneratedRegex("([0-9a-f]{32}) was handed out for the")]
    private static partial Regex HandedOutAgain();
}
