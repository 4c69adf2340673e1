namespace SmsGateway.Testing;

/// <summary>Where the build puts programs, and where runs leave their logs: artifacts/bin/{project}/{configuration}, artifacts/{command}.</summary>
public static class Artifacts
{
    /// <summary>Names a folder of published programs, each in a folder of its name; they take the place of those that the build made.</summary>
    private const string PublishedVariable = "SMSGATEWAY_PUBLISHED";

    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root => Own.Parent!.Parent!.Parent!.FullName;

    /// <summary>Where dev.cs and eng/npm are.</summary>
    public static string Repository => Directory.GetParent(Root)!.FullName;

    /// <returns>An assembly for dotnet, or, where it was published as one, a native program.</returns>
    public static string Program(string project)
    {
        if (Published(project) is { } published)
        {
            return published;
        }

        var path = Path.Combine(Own.Parent!.Parent!.FullName, project, Own.Name, project + ".dll");
        return File.Exists(path)
            ? path
            : throw new HarnessException($"{path} is not there: build the solution in this configuration first.");
    }

    /// <returns>Null when nobody asks for published programs, or this is none of them.</returns>
    public static string? Published(string project) =>
        Environment.GetEnvironmentVariable(PublishedVariable) is { Length: > 0 } folder
            ? new[] { project + ".dll", project }
                .Select(name => Path.Combine(Repository, folder, project, name))
                .FirstOrDefault(File.Exists)
            : null;

    /// <summary>A folder for one run's logs and stores, empty.</summary>
    public static string Fresh(string name)
    {
        var path = Path.Combine(Root, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }
}
