using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>An option whose value may come from an environment variable instead.</summary>
internal abstract class EnvironmentOption : Option<string?>
{
    /// <param name="name">Of the option, with its dashes.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="isRequired">Whether its command cannot do without; <see cref="LeafCommand"/> sees to it.</param>
    /// <param name="instead">What makes it unnecessary after all; null for nothing.</param>
    protected EnvironmentOption(string name, string variable, bool isRequired, EnvironmentOption? instead)
        : base(name) =>
        (Variable, IsRequired, Instead) = (variable, isRequired, instead);

    public string Variable { get; }

    public bool IsRequired { get; }

    public EnvironmentOption? Instead { get; }

    /// <summary>What to do when it is given nowhere.</summary>
    public abstract string WhenMissing { get; }

    /// <summary>For the help, before the variable.</summary>
    protected string Need => !IsRequired ? "" : Instead is null ? "required; " : $"required without {Instead.Name}; ";
}
