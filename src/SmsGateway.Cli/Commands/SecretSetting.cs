using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>
/// A secret: from an environment variable, from a file, or typed at the terminal; never an argument, which other users of the
/// machine and the shell's history see. Read with <see cref="Invocation.Secret"/>.
/// </summary>
internal sealed class SecretSetting : Option<string?>
{
    /// <param name="name">Of the option that names the file, with its dashes.</param>
    /// <param name="variable">The environment variable that may hold the secret itself.</param>
    /// <param name="secret">What the secret is called in sentences, such as "signing secret".</param>
    public SecretSetting(string name, string variable, string secret)
        : base(name)
    {
        (Variable, Secret) = (variable, secret);
        HelpName = "file";
        Description = $"File that holds the {secret}; - for standard input. [env: {variable} holds it itself]";
    }

    public string Variable { get; }

    public string Secret { get; }
}
