using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SmsGateway.Cli.Commands;

/// <summary>The library's help of a command, with its examples and what is the same for all.</summary>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>Gives every command under the root this page.</summary>
    public static void Install(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show this help.";
        help.Action = new HelpPage((HelpAction)help.Action!);
        // Completion would offer them, where a slash begins a path.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }

    /// <summary>The command as it is typed.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{PathOf(parent)} {command.Name}"
            : CliApp.Name;

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = (CliConfiguration)parseResult.InvocationConfiguration;
        var output = configuration.Output;
        var page = new StringWriter { NewLine = "\n" };
        configuration.Output = page;
        inner.MaxWidth = Math.Clamp(configuration.Environment.Width, 60, 120);
        var exitCode = inner.Invoke(parseResult);
        configuration.Output = output;

        // The library calls the root by the name of the file that runs, which under `dotnet run` and in tests is another.
        output.Write(
            page.ToString()
                .Replace($"  {RootCommand.ExecutableName}", $"  {CliApp.Name}", StringComparison.Ordinal)
                .TrimEnd()
        );
        output.WriteLine();
        WriteExamples(parseResult.CommandResult.Command, output);
        WriteCommon(output);
        return exitCode;
    }

    private static void WriteExamples(Command command, TextWriter output)
    {
        var examples = command is CliCommand { Examples: var own } ? own : RootExamples;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  # {example.Meaning}");
            output.WriteLine($"  {example.Line}");
        }
    }

    private static void WriteCommon(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine($"  {ExitCodes.Ok}    done, and all is well");
        output.WriteLine($"  {ExitCodes.Failed}    it failed, or what was asked about is not well");
        output.WriteLine($"  {ExitCodes.Usage}    the command line or a setting is wrong; nothing was done");
        output.WriteLine($"  {ExitCodes.Stopped}  stopped with Ctrl+C");
    }

    private static IReadOnlyList<Example> RootExamples { get; } =
    [
        new($"{CliApp.Name} secrets generate --out secret.txt", "a signing secret, and where to put it"),
        new($"{CliApp.Name} check --url https://sms.example.com", "is the gateway well, as seen from here"),
        new(
            $"{CliApp.Name} send --to +61491570156",
            "a code to a phone, as Auth0 would send it; the rest from the environment"
        ),
        new(
            $"{CliApp.Name} dead-letters list --day today",
            "what could not be delivered today; the rest from the environment"
        ),
    ];
}
