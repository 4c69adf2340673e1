using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>A line to paste, as the help shows it.</summary>
/// <param name="Line">The whole command line.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>A command with examples in its help. By itself it only holds further commands; one that does something is a class of its own.</summary>
internal class CliCommand(string name, string description, params IReadOnlyList<Example> examples)
    : Command(name, description)
{
    public IReadOnlyList<Example> Examples => examples;

    protected void Add(params IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            Options.Add(option);
        }
    }

    /// <param name="run">Returns one of the exit codes. It runs only when all required settings are there or can be asked for.</param>
    protected void SetAction(Func<Invocation, CancellationToken, Task<int>> run) =>
        base.SetAction(
            (ParseResult parse, CancellationToken cancellationToken) =>
            {
                var invocation = new Invocation(parse);
                invocation.MustHave([.. Options.OfType<EnvironmentOption>()]);
                return run(invocation, cancellationToken);
            }
        );
}
