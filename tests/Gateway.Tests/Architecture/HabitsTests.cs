using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>How the code is written, as CONTRIBUTING.md says.</summary>
public sealed partial class HabitsTests
{
    /// <summary>Lines of src that are longer than 120 columns. Lower it with each one that is mended; it never grows.</summary>
    private const int LongLines = 3_230;

    private const int Columns = 120;

    [Fact]
    public void Each_event_of_the_log_has_an_id_of_its_own()
    {
        var ids = Sources("src").SelectMany(path => EventId().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value).ToList();

        Assert.True(ids.Count > 50, "the events are found");
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Long_lines_do_not_become_more()
    {
        var count = Sources("src").Sum(path => File.ReadLines(path).Count(line => line.Length > Columns));

        Assert.InRange(count, 1, LongLines);
    }

    [Fact]
    public void Each_document_that_another_one_links_exists()
    {
        string[] roots = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"];
        var pages = roots.Select(page => Repository.File(page))
            .Concat(Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories))
            .Append(Repository.File("deploy", "runbook.md"))
            .Append(Repository.File("src", "Gateway.Vendors", "README.md"));

        Assert.Empty(
            from page in pages
            from Match link in Link().Matches(File.ReadAllText(page))
            let target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{Path.GetFileName(page)}: {link.Groups[1].Value}");
    }

    [Fact]
    public void Each_document_that_a_comment_names_exists()
    {
        Assert.Empty(
            from path in Sources("src").Concat(Sources("tests"))
            from line in File.ReadLines(path)
            where line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match document in Document().Matches(line)
            where !File.Exists(Repository.File(document.Value)) && !File.Exists(Repository.File("src", "Gateway.Vendors", document.Value))
            select $"{Path.GetFileName(path)}: {document.Value}");
    }

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Built().IsMatch(path));

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();

    [GeneratedRegex(@"[\w/-]+\.md\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)")]
    private static partial Regex Link();
}
