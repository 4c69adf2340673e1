namespace SmsGateway.Testing;

/// <summary>What eng/npm/package-lock.json names: Azurite, and the linter of .github/workflows.</summary>
public static class NpmPackages
{
    public const string NodeIsMissing =
        "Azurite, the stand-in for Azure Storage, needs Node.js 20 or newer (https://nodejs.org).";

    public static string Folder => Path.Combine(Artifacts.Repository, "eng", "npm");

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
