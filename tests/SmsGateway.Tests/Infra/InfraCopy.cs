using SmsGateway.InfraCheck;
using SmsGateway.InfraCheck.Types;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>A copy of infra/, to be spoilt and checked.</summary>
internal sealed class InfraCopy : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("sms-gateway-infra-").FullName;

    public InfraCopy()
    {
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public static string Source => RepositoryFiles.PathOf("infra");

    public string Folder => Path.Combine(_above, "infra");

    public void Dispose() => Directory.Delete(_above, recursive: true);

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Replaces the first place where the text stands; there must be one.</summary>
    public InfraCopy Replace(string file, string before, string after)
    {
        var text = Read(file);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} no longer holds: {before}");
        Write(file, text[..at] + after + text[(at + before.Length)..]);
        return this;
    }

    public IReadOnlyList<string> Findings(TypeDefinitions? definitions = null)
    {
        var checker = new InfraChecker(Folder, definitions);
        checker.Check();
        return [.. checker.Findings.All.Select(finding => finding.ToString())];
    }
}
