using System.ComponentModel;
using System.Diagnostics;

namespace SmsGateway.Testing;

/// <summary>Azurite from npm, in the version that tests/azurite/package-lock.json names.</summary>
public static class AzuriteInstallation
{
    public const string NodeIsMissing =
        "Azurite, the stand-in for Azure Storage, needs Node.js 20 or newer with npm (https://nodejs.org). Install it, then run 'npm ci --ignore-scripts' in tests/azurite.";

    private static readonly Lazy<Task> Installation = new(InstallAsync);

    public static string Folder => Path.Combine(Artifacts.Repository, "tests", "azurite");

    public static string Script => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Installs it when it is not there yet.</summary>
    /// <exception cref="HarnessException">It cannot be installed; says what is missing.</exception>
    public static Task EnsureAsync() => File.Exists(Script) ? Task.CompletedTask : Installation.Value;

    private static async Task InstallAsync()
    {
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", "npm", .. arguments])
            : new ProcessStartInfo("npm", arguments);
        start.WorkingDirectory = Folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0 || !File.Exists(Script))
            {
                throw new HarnessException(
                    $"Azurite cannot be installed: 'npm ci' in tests/azurite says {await errors}{await output}"
                );
            }
        }
        catch (Win32Exception e)
        {
            throw new HarnessException(NodeIsMissing, e);
        }
    }
}
