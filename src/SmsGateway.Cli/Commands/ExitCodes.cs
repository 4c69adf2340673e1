namespace SmsGateway.Cli.Commands;

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
