using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Crash;

/// <summary>Everything known after the last round, and what follows from it.</summary>
internal sealed class CrashAccount
{
    public required int Kills { get; init; }

    /// <value>Ids that were answered with 200.</value>
    public required IReadOnlyList<string> Accepted { get; init; }

    public required IReadOnlyDictionary<int, long> Refused { get; init; }

    /// <value>Ids that a carrier took, and how often.</value>
    public required IReadOnlyDictionary<string, int> Seen { get; init; }

    public required IReadOnlyDictionary<string, string> DeadLetters { get; init; }

    public required bool IsQueueEmpty { get; init; }

    public required bool StoppedInTime { get; init; }

    /// <value>Ids that the gateway logged as handed out again.</value>
    public required IReadOnlySet<string> Redelivered { get; init; }

    public required string Integrity { get; init; }

    public required LeakResult Leaks { get; init; }

    /// <returns>Whether all is as it should be.</returns>
    public async Task<bool> WriteAsync(TextWriter output)
    {
        var accepted = Accepted.ToHashSet();
        var lost = accepted.Count(id => !Seen.ContainsKey(id) && !DeadLetters.ContainsKey(id));
        var repeated = Seen.Where(pair => pair.Value > 1).Select(pair => pair.Key).ToList();
        var logged = repeated.Count(Redelivered.Contains);
        var unanswered = Seen.Keys.Concat(DeadLetters.Keys).Distinct().Count(id => !accepted.Contains(id));
        var reasons = DeadLetters
            .Values.GroupBy(reason => reason)
            .Select(group => $"{group.Key} {group.Count():N0}")
            .Order(StringComparer.Ordinal);
        var violations = new List<string>();
        Expect(accepted.Count > 0, "nothing was accepted, so nothing was shown");
        Expect(accepted.Count == Accepted.Count, "an id was given out twice");
        Expect(lost == 0, $"{lost} accepted messages are lost");
        Expect(IsQueueEmpty, "the queue did not run empty");
        Expect(
            Refused.Count == 0,
            $"answers other than 200: {string.Join(", ", Refused.Select(pair => $"{pair.Value} x {pair.Key}"))}"
        );
        Expect(
            DeadLetters.Values.All(reason => reason == "Rejected"),
            "dead letters for other reasons than the invalid number"
        );
        Expect(StoppedInTime, "the gateway did not stop on SIGTERM");
        Expect(Integrity == "ok", $"the database is damaged: {Integrity}");
        Expect(
            Leaks.Lines > 0 && Leaks.Findings.Count == 0,
            $"{Leaks.Findings.Count} leaks in the logs, the first in {(Leaks.Findings.Count > 0 ? Leaks.Findings[0] : "none")}"
        );

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                accepted (200)         {accepted.Count, 11:N0}
                  taken by a carrier   {accepted.Count(Seen.ContainsKey), 11:N0}
                  dead letters         {accepted.Count(DeadLetters.ContainsKey), 11:N0}  {string.Join(", ", reasons)}
                  lost                 {lost, 11:N0}
                stored, 200 cut off    {unanswered, 11:N0}  the kill came between the commit and the answer
                taken twice            {repeated.Count, 11:N0}  in work at one of the {Kills} kills, so handed out again ({logged:N0} logged as such before the next kill)
                integrity check        {Integrity, 11}
                log lines searched     {Leaks.Lines, 11:N0}  {Leaks.Findings.Count} findings
                """
            )
        );
        foreach (var violation in violations)
        {
            await output.WriteLineAsync($"VIOLATION: {violation}");
        }

        return violations.Count == 0;

        void Expect(bool condition, string violation)
        {
            if (!condition)
            {
                violations.Add(violation);
            }
        }
    }
}
