using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;

namespace SmsGateway.Tests.Docs;

/// <summary>A Markdown file of the repository: what it links to, and what can be linked to in it.</summary>
internal sealed partial class Page
{
    private readonly string _prose;

    private Page(string path)
    {
        Path = path;
        Text = RepositoryFiles.Read(path);
        _prose = Fence().Replace(Text, "");
    }

    /// <value>From the repository's root, with slashes.</value>
    public string Path { get; }

    public string Text { get; }

    /// <value>Targets within the repository, as they are written.</value>
    public IReadOnlyList<string> Links =>
        [
            .. Link()
                .Matches(_prose)
                .Select(match => match.Groups["target"].Value)
                .Where(target => !Scheme().IsMatch(target)),
        ];

    /// <value>Names of the headings as GitHub makes them.</value>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>();
            foreach (var heading in Heading().Matches(_prose).Select(match => match.Groups["text"].Value))
            {
                var kept = NotInAnchor()
                    .Replace(Link().Replace(heading, "${text}").ToLowerInvariant(), "")
                    .Replace(' ', '-');
                var anchor = kept;
                for (var i = 1; !anchors.Add(anchor); i++)
                {
                    anchor = $"{kept}-{i}";
                }
            }

            return anchors;
        }
    }

    public static IReadOnlyList<Page> All { get; } =
    [
        .. RepositoryText
            .Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal))
            .Select(path => new Page(path)),
    ];

    public static Page At(string path) => All.Single(page => page.Path == path);

    /// <summary>What stands under a heading of the second level.</summary>
    public string Section(string heading) =>
        Text.Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));

    /// <summary>What is wrong with a link of this page; null when it leads somewhere.</summary>
    public string? Fault(string link)
    {
        var parts = link.Split('#', 2);
        var target =
            parts[0].Length == 0 ? Path : RepositoryText.Combine(System.IO.Path.GetDirectoryName(Path)!, parts[0]);
        if (!System.IO.Path.Exists(RepositoryFiles.PathOf(target)))
        {
            return $"{Path}: {link}: there is no {target}";
        }

        return parts.Length == 2 && All.FirstOrDefault(page => page.Path == target)?.Anchors.Contains(parts[1]) != true
            ? $"{Path}: {link}: {target} has no heading {parts[1]}"
            : null;
    }

    [GeneratedRegex("^ *```.*?^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // A link's text may run over a line's end.
    [GeneratedRegex(@"\[(?<text>[^\[\]]*)\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Scheme();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{Nd}_ -]")]
    private static partial Regex NotInAnchor();
}
