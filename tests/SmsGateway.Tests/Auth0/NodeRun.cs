using System.ComponentModel;
using System.Diagnostics;

namespace SmsGateway.Tests.Auth0;

/// <summary>What a Node.js program left behind.</summary>
/// <param name="ExitCode">-1 when it had to be ended.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record NodeRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    public string Text => $"exit code {ExitCode}\n{Output}\n{Errors}";

    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">The command line after <c>node</c>.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="node">Which Node.js; the installed one if not told.</param>
    /// <exception cref="InvalidOperationException">There is no Node.js; says what to install.</exception>
    public static async Task<NodeRun> OfAsync(
        string folder,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string input,
        CancellationToken cancellationToken,
        string node = "node"
    )
    {
        var start = new ProcessStartInfo(node, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Bound);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new NodeRun(process.ExitCode, await output, await errors);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // IOException: it ended without reading its input.
            process.Kill(entireProcessTree: true);
            return new NodeRun(-1, await output, $"{await errors}\n{e.Message}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "The tests of Auth0's Actions need Node.js 20 or newer, as the command 'node': https://nodejs.org",
                e
            );
        }
    }
}
