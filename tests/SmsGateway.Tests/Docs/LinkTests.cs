using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Docs;

public sealed partial class LinkTests
{
    private static readonly string[] Written =
    [
        ".cs",
        ".csproj",
        ".props",
        ".bicep",
        ".bicepparam",
        ".js",
        ".json",
        ".md",
        ".sh",
        ".ps1",
        ".yaml",
        ".yml",
    ];

    [Fact]
    public void Every_link_of_every_page_leads_to_a_file_and_a_heading()
    {
        var links = Page.All.SelectMany(page => page.Links.Select(link => (Page: page, Link: link))).ToList();

        Assert.True(links.Count > 50, $"Only {links.Count} links were found.");
        Assert.Equal("", string.Join('\n', links.Select(link => link.Page.Fault(link.Link)).OfType<string>()));
    }

    [Theory]
    [InlineData("nowhere.md", "there is no docs/" + "nowhere.md")]
    [InlineData("http.md#nowhere", "docs/http.md has no heading nowhere")]
    [InlineData("#nowhere", "docs/README.md has no heading nowhere")]
    [InlineData("../README.md#what-is-retried-and-for-how-long", null)]
    public void A_link_that_leads_nowhere_is_found(string link, string? fault)
    {
        var found = Page.At("docs/README.md").Fault(link);

        Assert.Equal(fault, found?.Split(": ")[^1]);
    }

    [Fact]
    public void The_index_has_every_page()
    {
        var pages = Page
            .All.Select(page => page.Path)
            .Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != "docs/README.md");

        Assert.Equal(
            pages,
            Page.At("docs/README.md")
                .Links.Where(link => !link.StartsWith("../", StringComparison.Ordinal))
                .Select(link => "docs/" + link)
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Code, templates and workflows send their reader to a page by its path.</summary>
    [Fact]
    public void Every_page_that_a_file_names_exists()
    {
        var named = RepositoryText
            .Files.Where(path =>
                Written.Contains(Path.GetExtension(path))
                && !path.EndsWith("package-lock.json", StringComparison.Ordinal)
            )
            .SelectMany(path =>
                PagePath().Matches(RepositoryFiles.Read(path)).Select(match => (File: path, Page: match.Value))
            )
            .ToList();

        Assert.NotEmpty(named);
        Assert.Equal(
            "",
            string.Join(
                '\n',
                named
                    .Where(name => !File.Exists(RepositoryFiles.PathOf(name.Page)))
                    .Select(name => $"{name.File} names {name.Page}")
            )
        );
    }

    [GeneratedRegex(@"\bdocs/[a-z0-9-]+\.md\b")]
    private static partial Regex PagePath();
}
