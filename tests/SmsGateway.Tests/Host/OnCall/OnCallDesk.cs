using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Tests.Auth0;
using SmsGateway.Tests.Cli;
using SmsGateway.Tests.Functions;
using Xunit;
using static System.StringComparison;

namespace SmsGateway.Tests.Host.OnCall;

/// <summary>
/// What somebody on call has: the operators' page, which shows the answers of the endpoints and its own words about them; the command
/// line; the log. An answer is looked for at its place alone, and the place stands in the table of docs/on-call.md.
/// </summary>
/// <remarks>
/// A place is <c>GET /api/... path.into[0].the.answer</c>; <c>page: title of a problem</c>; <c>page: file.js</c>, for what the page
/// always says; <c>$ sms-gateway ...</c>; or <c>log 27</c>, the event's id.
/// </remarks>
internal sealed partial class OnCallDesk(OnCallGateway gateway)
{
    /// <summary>A time since the gateway was started.</summary>
    public const string Since = "(since)";

    private static readonly string Document = RepositoryFiles.Read("docs/on-call.md");
    private static readonly string PageFolder = RepositoryFiles.PathOf("src/SmsGateway/Operators/Page");

    /// <summary>Of endpoints and commands, each asked once: a check posts, which changes what comes after it.</summary>
    private readonly Dictionary<string, string> _seen = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="question">Of the four: which, since when, whom, what to do.</param>
    /// <param name="places">Each with the words that answer it there.</param>
    public async Task FindAsync(string question, params (string Place, string Answer)[] places)
    {
        foreach (var (place, answer) in places)
        {
            Assert.True(Document.Contains($"`{place}`", Ordinal), $"docs/on-call.md does not name the place {place}.");
            var found = await ReadAsync(place);
            var isThere = answer == Since ? found.Any(IsSince) : found.Any(text => text.Contains(answer, Ordinal));
            Assert.True(
                isThere,
                $"{question}: '{answer}' is not at {place}, where there is:\n{string.Join('\n', found)}"
            );
        }
    }

    private Task<IReadOnlyList<string>> ReadAsync(string place) =>
        place.Split(' ', 3) switch
        {
            ["GET", var path, var into] => ReadEndpointAsync(path, into),
            ["$", "sms-gateway", var line] => ReadCommandAsync(line),
            ["log", var id] => Task.FromResult(ReadLog(int.Parse(id, CultureInfo.InvariantCulture))),
            ["page:", var file] when file.EndsWith(".js", Ordinal) => Task.FromResult<IReadOnlyList<string>>([
                File.ReadAllText(Path.Combine(PageFolder, file)),
            ]),
            ["page:", ..] => ReadPageAsync(place["page: ".Length..]),
            _ => throw new ArgumentException($"{place} is no place."),
        };

    private async Task<IReadOnlyList<string>> ReadEndpointAsync(string path, string into)
    {
        var node = await GetAsync(path);
        foreach (Match step in Step().Matches(into))
        {
            node = step.Value is ['[', .. var index, ']']
                ? node![index == "last" ? node.AsArray().Count - 1 : int.Parse(index, CultureInfo.InvariantCulture)]
                : node![step.Value];
        }

        return [node?.ToString() ?? "null"];
    }

    /// <summary>The problem that the page makes of health and of callers' tokens: its words, since when, and what to do.</summary>
    private async Task<IReadOnlyList<string>> ReadPageAsync(string title)
    {
        var folder = Directory.CreateTempSubdirectory("on-call-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(PageFolder, "*.js"))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "package.json"), """{"type":"module"}""", Stop);
            var run = await NodeRun.OfAsync(
                folder.FullName,
                [
                    "--input-type=module",
                    "--eval",
                    """
                    import { problems } from './advice.js';
                    import { ofCallers } from './callers.js';
                    const { HEALTH, CALLERS } = process.env;
                    console.log(JSON.stringify([...problems(JSON.parse(HEALTH)), ...ofCallers(JSON.parse(CALLERS))]));
                    """,
                ],
                new Dictionary<string, string>
                {
                    ["HEALTH"] = (await GetAsync("/api/health"))!.ToJsonString(),
                    ["CALLERS"] = (await GetAsync("/api/stats"))!["callers"]!.ToJsonString(),
                },
                "",
                Stop
            );
            Assert.True(run.ExitCode == 0, run.Text);
            return
            [
                .. JsonNode
                    .Parse(run.Output)!
                    .AsArray()
                    .Where(problem => (string?)problem!["title"] == title)
                    .Select(problem => $"{problem!["text"]} {problem["since"]} {problem["todo"]}"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<JsonNode?> GetAsync(string path) =>
        JsonNode.Parse(
            await OnceAsync(
                path,
                async () =>
                {
                    using var response = await gateway.OperateAsync(HttpMethod.Get, path);
                    return await response.Content.ReadAsStringAsync(Stop);
                }
            )
        );

    private async Task<IReadOnlyList<string>> ReadCommandAsync(string line) =>
        (await OnceAsync(line, async () => (await CliRun.OfAsync(line, GatewayVariables.Of(gateway))).Out)).Split('\n');

    private async Task<string> OnceAsync(string asked, Func<Task<string>> askAsync)
    {
        if (!_seen.TryGetValue(asked, out var answer))
        {
            _seen.Add(asked, answer = await askAsync());
        }

        return answer;
    }

    private IReadOnlyList<string> ReadLog(int id) =>
        [.. gateway.Log.GetSnapshot().Where(line => line.Id.Id == id).Select(Written)];

    /// <summary>As the Host writes it: the time in front.</summary>
    private static string Written(FakeLogRecord line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Timestamp.UtcDateTime:u} {line.Message}");

    /// <summary>Tables and logs have whole seconds.</summary>
    private bool IsSince(string text) =>
        Time()
            .Matches(text)
            .Select(match =>
                DateTimeOffset.Parse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            )
            .Any(time => time > gateway.Began.AddSeconds(-2) && time <= TimeProvider.System.GetUtcNow().AddSeconds(2));

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")]
    private static partial Regex Time();

    [GeneratedRegex(@"\[\w+\]|[^.\[\]]+")]
    private static partial Regex Step();
}
