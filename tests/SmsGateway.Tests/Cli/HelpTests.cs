using System.CommandLine;
using SmsGateway.Cli.Commands;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>The help is the manual: every command, option and argument says what it is, and every command shows its use.</summary>
[StartsProgram]
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. All(CommandTree.Create()).Select(PathOf)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_with_an_example(string path)
    {
        var run = await CliRun.OfAsync($"{path} --help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var command = All(CommandTree.Create()).Single(command => PathOf(command) == path);
        var flat = string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(
            command.Options.Cast<Symbol>().Concat(command.Arguments),
            symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name)
        );
        Assert.All(
            command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command),
            symbol => Assert.Contains(Head(symbol.Description!), flat, StringComparison.Ordinal)
        );
        Assert.Contains($"Usage: {CliApp.Name}", flat, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 ", flat, StringComparison.Ordinal);
        Assert.Contains($"Examples: # ", flat, StringComparison.Ordinal);
        Assert.Contains("--json", flat, StringComparison.Ordinal);
        Assert.All(Examples(run.Out), line => Assert.True(line.Length <= 200, line));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_example_is_a_command_line_that_parses(string path)
    {
        var run = await CliRun.OfAsync($"{path} --help");

        var examples = Examples(run.Out).ToList();
        Assert.NotEmpty(examples);
        Assert.All(
            examples,
            line =>
            {
                var start = line.IndexOf(CliApp.Name, StringComparison.Ordinal);
                var end = line.IndexOfAny(['>', '|'], start);
                var parse = CommandTree
                    .Create()
                    .Parse(line[(start + CliApp.Name.Length)..(end < 0 ? line.Length : end)]);
                Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors)}");
            }
        );
    }

    [Theory]
    [InlineData("token", "[required; env: SMS_GATEWAY_SUBJECT]")]
    [InlineData("token", "[required; env: SMS_GATEWAY_SIGNING_SECRET holds it itself; else asked for at a terminal]")]
    [InlineData("check", "[env: SMS_GATEWAY_SUBJECT]")]
    [InlineData("send", "[default: 60]")]
    [InlineData("auth0 connect", "-y, --yes")]
    [InlineData("auth0 status", "[required without --token-file; env: AUTH0_CLIENT_ID]")]
    public async Task Needs_and_defaults_are_shown(string path, string mark)
    {
        var run = await CliRun.OfAsync($"{path} --help");
        Assert.Contains(
            mark,
            string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<string> Examples(string help) =>
        help[help.IndexOf("Examples:", StringComparison.Ordinal)..help.IndexOf("Exit codes:", StringComparison.Ordinal)]
            .Split('\n')
            .Where(line => line.Contains(CliApp.Name, StringComparison.Ordinal) && !line.TrimStart().StartsWith('#'));

    private static string Head(string description) =>
        string.Join(' ', description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static string PathOf(Command command) => HelpPage.PathOf(command)[CliApp.Name.Length..].Trim();
}
