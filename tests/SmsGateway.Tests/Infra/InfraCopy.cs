using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>A copy of infra/, to be compiled and to be spoilt.</summary>
internal sealed class InfraCopy : IDisposable
{
    private readonly DirectoryInfo _above = Directory.CreateTempSubdirectory("sms-gateway-infra-");

    public InfraCopy()
    {
        foreach (var file in Files)
        {
            var copy = Path.Combine(Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Source, file), copy);
        }
    }

    public static string Source { get; } = RepositoryFiles.PathOf("infra");

    /// <value>By their paths below infra/.</value>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(Source, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Source, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public string Folder => Path.Combine(_above.FullName, "infra");

    public void Dispose() => _above.Delete(recursive: true);

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Replaces the first place where the text stands; there must be one.</summary>
    public void Replace(string file, string before, string after)
    {
        var text = Read(file);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} no longer holds: {before}");
        Write(file, text[..at] + after + text[(at + before.Length)..]);
    }

    /// <returns>The path of the parameters file.</returns>
    public string WriteParameters(string parameters)
    {
        const string Name = "tried.bicepparam";
        Write(Name, parameters);
        return Path.Combine(Folder, Name);
    }
}
