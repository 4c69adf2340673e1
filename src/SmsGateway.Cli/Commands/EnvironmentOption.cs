using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>An option whose value may come from an environment variable instead.</summary>
/// <param name="name">Of the option, with its dashes.</param>
/// <param name="variable">The environment variable.</param>
/// <param name="isRequired">Whether its command cannot do without; <see cref="CliCommand"/> sees to it.</param>
/// <param name="instead">What makes it unnecessary after all; null for nothing.</param>
internal abstract class EnvironmentOption(string name, string variable, bool isRequired, EnvironmentOption? instead)
    : Option<string?>(name)
{
    public string Variable => variable;

    public bool IsRequired => isRequired;

    public EnvironmentOption? Instead => instead;

    /// <summary>What to do when it is given nowhere.</summary>
    public abstract string WhenMissing { get; }

    /// <summary>For the help, before the variable.</summary>
    protected string Need =>
        !isRequired ? ""
        : instead is null ? "required; "
        : $"required without {instead.Name}; ";
}

/// <summary>A value that everybody may see; read with <see cref="Invocation.Find(Setting)"/>.</summary>
internal sealed class Setting : EnvironmentOption
{
    public Setting(
        string name,
        string variable,
        string valueName,
        string description,
        bool isRequired = false,
        EnvironmentOption? instead = null
    )
        : base(name, variable, isRequired, instead)
    {
        HelpName = valueName;
        Description = $"{description} [{Need}env: {variable}]";
    }

    public override string WhenMissing => $"{Name} is missing: give it, or set {Variable}.";
}

/// <summary>
/// A secret: from an environment variable, from a file, or typed at the terminal; never an argument, which other users of the
/// machine and the shell's history see. Read with <see cref="Invocation.SecretAsync"/>.
/// </summary>
internal sealed class SecretSetting : EnvironmentOption
{
    public SecretSetting(
        string name,
        string variable,
        string secret,
        bool isRequired = false,
        EnvironmentOption? instead = null
    )
        : base(name, variable, isRequired, instead)
    {
        Secret = secret;
        HelpName = "file";
        Description =
            $"File that holds the {secret}; - for standard input. [{Need}env: {variable} holds it itself{(isRequired ? "; else asked for at a terminal" : "")}]";
    }

    /// <summary>What it is called in sentences, such as "signing secret".</summary>
    public string Secret { get; }

    public override string WhenMissing =>
        $"The {Secret} is missing: set {Variable}, or name a file that holds it with {Name} (- for standard input).";
}
