namespace SmsGateway.Cli.Commands;

/// <summary>
/// A secret: from an environment variable, from a file, or typed at the terminal; never an argument, which other users of the
/// machine and the shell's history see. Read with <see cref="Invocation.Secret"/>.
/// </summary>
internal sealed class SecretSetting : EnvironmentOption
{
    /// <param name="name">Of the option that names the file, with its dashes.</param>
    /// <param name="variable">The environment variable that may hold the secret itself.</param>
    /// <param name="secret">What the secret is called in sentences, such as "signing secret".</param>
    /// <param name="isRequired">Whether its command cannot do without; then it is asked for at a terminal.</param>
    /// <param name="instead">What makes it unnecessary after all.</param>
    public SecretSetting(string name, string variable, string secret, bool isRequired = false, EnvironmentOption? instead = null)
        : base(name, variable, isRequired, instead)
    {
        Secret = secret;
        HelpName = "file";
        Description = $"File that holds the {secret}; - for standard input. [{Need}env: {variable} holds it itself{(isRequired ? "; else asked for at a terminal" : "")}]";
    }

    public string Secret { get; }

    public override string WhenMissing => $"The {Secret} is missing: set {Variable}, or name a file that holds it with {Name} (- for standard input).";
}
