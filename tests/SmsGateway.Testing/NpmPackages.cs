using System.Runtime.InteropServices;

namespace SmsGateway.Testing;

/// <summary>What eng/npm/package-lock.json names: Azurite, the linter of .github/workflows, and versions of Node.js.</summary>
public static class NpmPackages
{
    public const string NodeIsMissing =
        "Azurite, the stand-in for Azure Storage, needs Node.js 20 or newer (https://nodejs.org).";

    public static string Folder => Path.Combine(Artifacts.Repository, "eng", "npm");

    /// <summary>A version of Node.js for which Auth0's Actions are written; npm has them for one platform each, and here are those for Linux.</summary>
    /// <param name="major">18 or 22.</param>
    /// <exception cref="HarnessException">It is not installed; says how to.</exception>
    public static string Node(int major) =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? Script(Path.Combine($"node-{major}", "bin", "node"))
            : "node";

    /// <param name="path">Of a script, below node_modules.</param>
    /// <exception cref="HarnessException">It is not installed; says how to.</exception>
    public static string Script(string path)
    {
        var script = Path.Combine(Folder, "node_modules", path);
        return File.Exists(script)
            ? script
            : throw new HarnessException(
                $"{path} is not installed: with Node.js 20 or newer (https://nodejs.org), run 'npm ci --prefix eng/npm --ignore-scripts', or 'dotnet run dev.cs -- test', which does."
            );
    }
}
