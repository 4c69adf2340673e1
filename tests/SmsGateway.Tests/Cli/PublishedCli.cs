using System.Diagnostics;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Cli;

/// <summary>The published tool as a program: what it loses when it is compiled natively, it loses in its reflection and JSON.</summary>
internal static class PublishedCli
{
    /// <summary>Its variables; those of the developer's own shell are not for the test.</summary>
    private static readonly string[] Prefixes = ["SMS_GATEWAY_", "AUTH0_"];

    /// <value>Null where <c>dotnet run dev.cs -- native</c> has not published one.</value>
    public static string? Path => Artifacts.Published("SmsGateway.Cli");

    public static async Task<CliRun> RunAsync(
        string program,
        string[] args,
        IReadOnlyDictionary<string, string>? variables,
        string? piped
    )
    {
        string[] command = [.. ChildProcess.CommandOf(program), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
                )
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var guard = new OrphanGuard(process.Id);
        try
        {
            await process.StandardInput.WriteAsync(piped ?? "");
            process.StandardInput.Close();
            var (output, error) = (
                process.StandardOutput.ReadToEndAsync(Patience.Bounded),
                process.StandardError.ReadToEndAsync(Patience.Bounded)
            );
            await process.WaitForExitAsync(Patience.Bounded);
            return new CliRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
