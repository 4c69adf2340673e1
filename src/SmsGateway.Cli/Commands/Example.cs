namespace SmsGateway.Cli.Commands;

/// <summary>A line to paste, as the help shows it.</summary>
/// <param name="Line">The whole command line.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);
