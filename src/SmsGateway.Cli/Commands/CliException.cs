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

/// <summary>What the process says to the shell; the same for every command, and listed in the help.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command ran, and what it was asked about is not well; or it could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C, as shells number it.</summary>
    public const int Stopped = 130;
}
