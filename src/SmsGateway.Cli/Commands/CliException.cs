namespace SmsGateway.Cli.Commands;

/// <summary>
/// Ends a command with one clear sentence for its user: what is wrong, under the name of the option or key, and what to do.
/// Never with a secret, a code or a whole number in it.
/// </summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>The command line or a setting is wrong; nothing was done.</summary>
    public static CliException Usage(string message) => new(message, ExitCodes.Usage);
}
