using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>An option whose value may come from an environment variable instead; read with <see cref="Invocation.Find(Setting)"/>.</summary>
internal sealed class Setting : Option<string?>
{
    /// <param name="name">Of the option, with its dashes.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="valueName">What the help calls the value.</param>
    /// <param name="description">A sentence.</param>
    public Setting(string name, string variable, string valueName, string description)
        : base(name)
    {
        Variable = variable;
        HelpName = valueName;
        Description = $"{description} [env: {variable}]";
    }

    public string Variable { get; }
}
