using System.ComponentModel;
using System.Diagnostics;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Azure;

/// <summary>Azurite from npm, in the version that tests/azurite/package-lock.json names.</summary>
internal static class AzuriteInstallation
{
    private static readonly Lazy<Task> Installation = new(InstallAsync);

    public static string Folder => RepositoryFiles.PathOf("tests/azurite");

    public static string Script => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Installs it when it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">It cannot be installed; says what is missing.</exception>
    public static Task EnsureAsync() => File.Exists(Script) ? Task.CompletedTask : Installation.Value;

    private static async Task InstallAsync()
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd") : new ProcessStartInfo("npm");
        if (OperatingSystem.IsWindows())
        {
            start.ArgumentList.Add("/c");
            start.ArgumentList.Add("npm");
        }

        foreach (var argument in (string[])["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            start.ArgumentList.Add(argument);
        }

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
                throw new InvalidOperationException($"Azurite cannot be installed: 'npm ci' in tests/azurite says {await errors}{await output}");
            }
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "The tests on Azure Storage need Node.js 20 or newer with npm, to run Azurite. Install it, then run 'npm ci --ignore-scripts' in tests/azurite.", e);
        }
    }
}
