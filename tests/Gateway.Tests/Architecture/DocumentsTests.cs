using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>The documents: short where people begin, all to be found, no link that leads nowhere.</summary>
public sealed partial class DocumentsTests
{
    private const int MostLines = 200;
    private const int MostColumns = 120;

    private static readonly string Docs = Repository.File("docs");

    private static readonly List<string> Pages =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.File("deploy"), "*.md", SearchOption.AllDirectories),
        Repository.File("src", "Gateway.Vendors", "README.md"),
    ];

    public static TheoryData<string> FirstPages =>
        [.. Directory.EnumerateFiles(Repository.Root, "README*.md").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(FirstPages))]
    public void Begin_with_a_page_of_200_lines_at_most(string page)
    {
        var lines = File.ReadAllLines(Repository.File(page));

        Assert.InRange(lines.Length, 1, MostLines);
        Assert.Empty(from line in lines where line.Length > MostColumns select line);
    }

    [Fact]
    public void Link_nothing_that_is_not_there()
    {
        var links = Pages.SelectMany(page => Links(page).Select(link => (Page: page, link.File, link.Chapter))).ToList();

        Assert.True(links.Count > 100, $"{links.Count} links");
        Assert.Empty(
            from link in links
            where !File.Exists(link.File) && !Directory.Exists(link.File)
            select $"{Name(link.Page)}: {Name(link.File)}");
    }

    [Fact]
    public void Link_no_chapter_that_is_not_there() =>
        Assert.Empty(
            from page in Pages
            from link in Links(page)
            where link.Chapter is not null && Path.GetExtension(link.File) == ".md" && File.Exists(link.File)
            where !Chapters(link.File).Contains(link.Chapter)
            select $"{Name(page)}: {Name(link.File)}#{link.Chapter}");

    /// <summary>A page that no other one leads to is lost.</summary>
    [Fact]
    public void Are_all_reached_from_the_first_page()
    {
        var reached = new HashSet<string>();
        var next = new Queue<string>([Repository.File("README.md")]);
        while (next.TryDequeue(out var page))
        {
            if (reached.Add(page))
            {
                Links(page).Select(link => link.File)
                    .Where(file => Path.GetExtension(file) == ".md" && File.Exists(file)).ToList().ForEach(next.Enqueue);
            }
        }

        Assert.Empty(Pages.Except(reached).Select(Name));
    }

    private static IEnumerable<(string File, string? Chapter)> Links(string page) =>
        from Match match in Link().Matches(File.ReadAllText(page))
        let parts = match.Groups[1].Value.Split('#', 2)
        let file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0])
        select (Path.GetFullPath(file), parts.Length > 1 ? parts[1] : null);

    /// <summary>The names that a forge gives to headings.</summary>
    private static HashSet<string> Chapters(string page) =>
    [
        .. Heading().Matches(Fence().Replace(File.ReadAllText(page), "")).Select(match =>
            Unlinkable().Replace(LinkText().Replace(match.Groups[1].Value, "$1").ToLowerInvariant(), "")
                .Replace(' ', '-')),
    ];

    private static string Name(string path) => Path.GetRelativePath(Repository.Root, path);

    [GeneratedRegex(@"\]\((?!https?:|mailto:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex Unlinkable();
}
