using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>The Bicep files of a folder, each parsed once. Paths are shown relative to the folder above it.</summary>
internal sealed class SourceFiles
{
    private readonly string _above;
    private readonly Dictionary<string, BicepFile?> _files = [];
    private readonly Findings _findings;

    public SourceFiles(string folder, Findings findings)
    {
        Folder = Path.GetFullPath(folder);
        _above = Path.GetDirectoryName(Folder) ?? Folder;
        _findings = findings;
        foreach (var pattern in (string[])["*.bicep", "*.bicepparam"])
        {
            foreach (var path in Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                Load(path);
            }
        }
    }

    public string Folder { get; }

    public IEnumerable<BicepFile> Parsed => _files.Values.OfType<BicepFile>();

    public int Count => _files.Count;

    /// <value>Paths of files that another one refers to.</value>
    public HashSet<string> Used { get; } = [];

    public string Shown(string path) => Path.GetRelativePath(_above, path).Replace('\\', '/');

    /// <returns>Null when it is not there (then <paramref name="at"/> is a mistake) or not Bicep (then that is one already).</returns>
    public BicepFile? Find(BicepFile from, string path, Position at)
    {
        var full = PathOf(from, path);
        Used.Add(full);
        if (_files.TryGetValue(full, out var file))
        {
            return file;
        }

        if (!File.Exists(full))
        {
            _findings.Add(at, $"there is no file '{path}'");
            return null;
        }

        return Load(full);
    }

    public static string PathOf(BicepFile from, string path) => Path.GetFullPath(path, Path.GetDirectoryName(from.FullPath)!);

    private BicepFile? Load(string path)
    {
        try
        {
            return _files[path] = Parser.Parse(path, Shown(path), File.ReadAllText(path));
        }
        catch (BicepException e)
        {
            _findings.Add(e.At, e.Message);
            return _files[path] = null;
        }
    }
}
