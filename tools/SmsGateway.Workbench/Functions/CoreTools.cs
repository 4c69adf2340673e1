using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Functions;

/// <summary>Azure Functions Core Tools: <c>func start</c> in the build's output, where host.json is.</summary>
internal static class CoreTools
{
    // On Windows npm installs a script, which only the shell starts.
    private static readonly string[] Command = OperatingSystem.IsWindows() ? ["cmd", "/c", "func"] : ["func"];

    /// <summary>Whether the command <c>func</c> is there, in version 4.</summary>
    public static async Task<bool> AreThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var func = Process.Start(
                new ProcessStartInfo(Command[0], [.. Command[1..], "--version"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var version = await func.StandardOutput.ReadToEndAsync(cancellationToken);
            await func.WaitForExitAsync(cancellationToken);
            return func.ExitCode == 0 && version.StartsWith("4.", StringComparison.Ordinal);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <param name="settings">The app settings; they come before local.settings.json.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    public static ChildProcess Start(Dictionary<string, string> settings, int port, string logPath) =>
        ChildProcess.Start(
            Command[0],
            [.. Command[1..], "start", "--no-build", "--port", port.ToString(CultureInfo.InvariantCulture)],
            Path.GetDirectoryName(Artifacts.Program("SmsGateway.Functions"))!,
            settings,
            logPath
        );
}
