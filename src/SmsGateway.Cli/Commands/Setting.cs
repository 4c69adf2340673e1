namespace SmsGateway.Cli.Commands;

/// <summary>An option whose value may come from an environment variable instead; read with <see cref="Invocation.Find(Setting)"/>.</summary>
internal sealed class Setting : EnvironmentOption
{
    /// <param name="name">Of the option, with its dashes.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="valueName">What the help calls the value.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="isRequired">Whether its command cannot do without.</param>
    /// <param name="instead">What makes it unnecessary after all.</param>
    public Setting(string name, string variable, string valueName, string description, bool isRequired = false, EnvironmentOption? instead = null)
        : base(name, variable, isRequired, instead)
    {
        HelpName = valueName;
        Description = $"{description} [{Need}env: {variable}]";
    }

    public override string WhenMissing => $"{Name} is missing: give it, or set {Variable}.";
}
