using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Docs;

/// <summary>The files that somebody wrote, by their paths from the repository's root.</summary>
internal static class RepositoryText
{
    private static readonly string[] Made =
    [
        "artifacts",
        "node_modules",
        "bin",
        "obj",
        ".git",
        ".azure",
        ".vs",
        ".idea",
    ];

    public static IReadOnlyList<string> Files { get; } =
    [.. FilesIn(RepositoryFiles.Root).Order(StringComparer.Ordinal)];

    /// <summary>A path that a file of the folder names relative to itself, from the root.</summary>
    public static string Combine(string folder, string relative) =>
        Path.GetRelativePath(
                RepositoryFiles.Root,
                Path.GetFullPath(Path.Combine(RepositoryFiles.Root, folder, relative))
            )
            .Replace('\\', '/');

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(child => !Made.Contains(Path.GetFileName(child)))
                    .SelectMany(FilesIn)
            );
}
