using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Commands;

/// <summary>The whole tool: parses the arguments, runs the command, and turns every end into an exit code and a sentence.</summary>
internal static class CliApp
{
    public const string Name = "sms-gateway";

    public static async Task<int> RunAsync(
        string[] args,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        // No response files: an argument that begins with @ is what it says.
        var parse = CommandTree.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new CliConfiguration(environment);
        try
        {
            if (parse.Action is ParseErrorAction errors)
            {
                errors.ShowHelp = false;
                var told = new StringWriter();
                configuration.Output = configuration.Error = told;
                await parse.InvokeAsync(configuration, cancellationToken);
                if (UnknownCommand(parse) is { } name)
                {
                    await environment.Error.WriteAsync(Correction(name, told.ToString()));
                    await environment.Error.WriteLineAsync(Unrecognized(name));
                    return await ExplainAsync(parse, environment, Unrecognized(name));
                }

                await environment.Error.WriteAsync(
                    parse.Errors.Aggregate(
                        told.ToString(),
                        (text, error) => text.Replace(error.Message, Sentence(error), StringComparison.Ordinal)
                    )
                );
                return await ExplainAsync(parse, environment, string.Join(' ', parse.Errors.Select(Sentence)));
            }

            if (parse is { Action: HelpPage, UnmatchedTokens: [var unknown, ..] })
            {
                // The help of something else would pass for an answer.
                var sentence = Unrecognized(unknown);
                await environment.Error.WriteLineAsync(sentence);
                return await ExplainAsync(parse, environment, sentence);
            }

            return await parse.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception e)
        {
            var (exitCode, sentence) = e switch
            {
                CliException told => (told.ExitCode, told.Message),
                OperationCanceledException when cancellationToken.IsCancellationRequested => (
                    ExitCodes.Stopped,
                    "Stopped."
                ),
                // A file that cannot be read or written; the message names it.
                IOException or UnauthorizedAccessException => (ExitCodes.Failed, e.Message),
                _ => (ExitCodes.Failed, $"A fault of {Name} itself, {e.GetType().Name}: {e.Message}"),
            };
            await environment.Error.WriteLineAsync(sentence);
            return Fail(parse, environment, exitCode, sentence);
        }
    }

    private static string Unrecognized(string token) => $"Unrecognized command or argument '{token}'.";

    /// <summary>What stands where a command should. What follows it is its own, and no mistake as far as anybody can tell.</summary>
    private static string? UnknownCommand(ParseResult parse) =>
        parse is { CommandResult.Command.Subcommands.Count: > 0, UnmatchedTokens: [var unknown, ..] } ? unknown : null;

    /// <summary>Of the library's corrections the one of this token, which comes first; empty when it has none.</summary>
    private static string Correction(string token, string told) =>
        string.Concat(
            told.Split('\n')
                .TakeWhile(
                    (line, i) =>
                        i == 0
                            ? line.StartsWith($"'{token}' ", StringComparison.Ordinal)
                            : line.TrimEnd() is not ("" or ['\'', ..])
                )
                .Select(line => $"{line.TrimEnd()}{Environment.NewLine}")
        );

    /// <summary>The library does not name the option whose value it refuses.</summary>
    private static string Sentence(ParseError error) =>
        (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult)?.Option.Name is { } name
        && !error.Message.Contains(name, StringComparison.Ordinal)
            ? $"{name}: {error.Message}"
            : error.Message;

    /// <summary>What is said after every mistake in the command line.</summary>
    private static async Task<int> ExplainAsync(ParseResult parse, CliEnvironment environment, string message)
    {
        var command = parse.CommandResult.Command;
        var commands = string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
        if (commands.Length > 0)
        {
            commands = $"The commands are {commands}.";
            await environment.Error.WriteLineAsync(commands);
        }

        await environment.Error.WriteLineAsync($"'{HelpPage.PathOf(command)} --help' explains it.");
        return Fail(parse, environment, ExitCodes.Usage, $"{message} {commands}".TrimEnd());
    }

    /// <summary>Whoever asked for JSON gets a document in every case.</summary>
    private static int Fail(ParseResult parse, CliEnvironment environment, int exitCode, string message)
    {
        if (parse.Tokens.Any(token => token.Value == CommandTree.Json.Name))
        {
            Invocation.WriteJson(environment.Out, new JsonObject { ["error"] = message });
        }

        return exitCode;
    }
}
