namespace SmsGateway.Cli.Commands;

/// <summary>A command that does something.</summary>
internal abstract class LeafCommand : CliCommand
{
    protected LeafCommand(string name, string description)
        : base(name, description) =>
        SetAction((parse, cancellationToken) =>
        {
            var invocation = new Invocation(parse);
            invocation.MustHave([.. Options.OfType<EnvironmentOption>()]);
            return RunAsync(invocation, cancellationToken);
        });

    /// <returns>One of the exit codes.</returns>
    /// <exception cref="CliException">It cannot be done; the message is for the user.</exception>
    protected abstract Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}
