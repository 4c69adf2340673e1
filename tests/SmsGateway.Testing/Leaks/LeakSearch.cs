using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsGateway.Testing;

/// <summary>Looks through logs for anything that must never stand there. It names what it finds without quoting it.</summary>
/// <param name="secrets">Found wherever they stand: secrets, credentials, tokens, texts.</param>
/// <param name="words">Found when they stand by themselves: codes and numbers, because six digits within an id are no code.</param>
internal sealed partial class LeakSearch(IEnumerable<string> secrets, IEnumerable<string> words)
{
    private readonly SearchValues<string> _secrets = SearchValues.Create(
        [.. secrets, RequestTemplate.CodeMark],
        StringComparison.Ordinal
    );

    private readonly Regex _words = new(
        $"(?<![0-9A-Za-z])(?:{string.Join('|', words.Select(Regex.Escape).Concat(Recipients))})(?![0-9A-Za-z])",
        RegexOptions.Compiled | RegexOptions.CultureInvariant
    );

    /// <summary>Those of single messages and of loads.</summary>
    private static IEnumerable<string> Recipients =>
        RequestTemplate.LoadMarks.Select(mark => Pattern(mark, 8)).Append(Pattern(RequestTemplate.RecipientMark, 5));

    public LeakResult Search(IEnumerable<string> files)
    {
        var findings = new List<string>();
        long lines = 0;
        foreach (var file in files)
        {
            using var reader = new StreamReader(
                new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
            );
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                lines++;
                if (What(line) is { } what)
                {
                    findings.Add($"{Path.GetFileName(file)}, line {number}: {what}");
                }
            }
        }

        return new LeakResult(lines, findings);
    }

    private static string Pattern(string mark, int digits) =>
        string.Create(CultureInfo.InvariantCulture, $@"{mark.TrimStart('+')}\d{{{digits}}}");

    private string? What(string line)
    {
        if (line.AsSpan().ContainsAny(_secrets))
        {
            return "a secret, a token or a text";
        }

        if (_words.IsMatch(line))
        {
            return "a code or a full number";
        }

        return AnyToken().IsMatch(line) ? "a token" : null;
    }

    // Any JSON object in base64url begins like this; so does every token's header.
    [GeneratedRegex("eyJ[0-9A-Za-z_-]{10,}")]
    private static partial Regex AnyToken();
}

/// <param name="Lines">How many lines were looked through; none would prove nothing.</param>
/// <param name="Findings">File, line and kind of each finding.</param>
internal sealed record LeakResult(long Lines, IReadOnlyList<string> Findings);
