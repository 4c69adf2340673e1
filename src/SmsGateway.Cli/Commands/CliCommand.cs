using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>A command with examples in its help.</summary>
internal abstract class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>At least one; <see cref="HelpPage"/> shows them.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }
}
