using System.CommandLine;

namespace SmsGateway.Cli.Commands;

/// <summary>Hands the environment down to the commands.</summary>
internal sealed class CliConfiguration : InvocationConfiguration
{
    public CliConfiguration(CliEnvironment environment)
    {
        Environment = environment;
        Output = environment.Out;
        Error = environment.Error;
        EnableDefaultExceptionHandler = false;
        // The process's own handler of Ctrl+C does it.
        ProcessTerminationTimeout = null;
    }

    public CliEnvironment Environment { get; }
}
