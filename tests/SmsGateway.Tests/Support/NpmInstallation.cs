using System.ComponentModel;
using System.Diagnostics;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Support;

/// <summary>A folder of the repository with a package.json, whose packages are installed when a test needs them.</summary>
/// <param name="folder">The folder, from the repository's root.</param>
/// <param name="file">A file under its node_modules that is there when they are installed.</param>
internal sealed class NpmInstallation(string folder, string file)
{
    private Task? _installation;

    public string File { get; } = Path.Combine(RepositoryFiles.PathOf(folder), "node_modules", file);

    /// <summary>Installs the packages when they are not there yet.</summary>
    /// <exception cref="InvalidOperationException">They cannot be installed; says what is missing.</exception>
    public Task EnsureAsync()
    {
        lock (File)
        {
            return System.IO.File.Exists(File) ? Task.CompletedTask : _installation ??= InstallAsync();
        }
    }

    private async Task InstallAsync()
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

        start.WorkingDirectory = RepositoryFiles.PathOf(folder);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0 || !System.IO.File.Exists(File))
            {
                throw new InvalidOperationException($"'npm ci' in {folder} says {await errors}{await output}");
            }
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"These tests need Node.js 20 or newer with npm. Install it, then run 'npm ci --ignore-scripts' in {folder}.", e);
        }
    }
}
