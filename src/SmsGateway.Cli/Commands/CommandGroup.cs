namespace SmsGateway.Cli.Commands;

/// <summary>Only holds further commands.</summary>
internal sealed class CommandGroup(string name, string description, params IReadOnlyList<Example> examples) : CliCommand(name, description)
{
    public override IReadOnlyList<Example> Examples => examples;
}
