namespace SmsGateway.Testing;

/// <summary>Where the build puts programs, and where runs leave their logs: artifacts/bin/{project}/{configuration}, artifacts/{command}.</summary>
public static class Artifacts
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string Root => Own.Parent!.Parent!.Parent!.FullName;

    /// <summary>Where dev.cs and eng/npm are.</summary>
    public static string Repository => Directory.GetParent(Root)!.FullName;

    public static string Program(string project)
    {
        var path = Path.Combine(Own.Parent!.Parent!.FullName, project, Own.Name, project + ".dll");
        return File.Exists(path)
            ? path
            : throw new HarnessException($"{path} is not there: build the solution in this configuration first.");
    }

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
