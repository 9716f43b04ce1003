using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>
/// The runbook has a chapter for each alert, each reason of a vendor's trouble, and each warning of the log.
/// </summary>
public sealed partial class RunbookTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "operations", "runbook.md"));

    private static readonly string Rules = File.ReadAllText(Repository.File("deploy", "prometheus", "rules.yml"));

    private static readonly HashSet<string> Chapters =
    [
        .. Heading().Matches(Page).Select(match =>
            Unlinkable().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [Fact]
    public void Has_the_chapter_that_each_alert_names()
    {
        var named = Chapter().Matches(Rules).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(Alert().Count(Rules), named.Count);
        Assert.Empty(named.Except(Chapters));
    }

    [Fact]
    public void Names_each_alert() => Assert.Empty(
        from Match alert in Alert().Matches(Rules)
        where !Page.Contains($"`{alert.Groups[1].Value}`", StringComparison.Ordinal)
        select alert.Groups[1].Value);

    [Fact]
    public void Has_no_link_to_a_chapter_that_is_not_there() =>
        Assert.Empty(Link().Matches(Page).Select(match => match.Groups[1].Value).Except(Chapters));

    [Fact]
    public void Knows_each_reason_of_a_vendors_trouble()
    {
        var source = File.ReadAllText(Repository.File("src", "Gateway", "Insight", "Vendors", "VendorVerdict.cs"))
            .Replace("{Database}", "Its database", StringComparison.Ordinal);
        var reasons = Reason().Matches(source).Select(match => match.Groups[1].Value).ToList();

        Assert.True(reasons.Count > 8, $"{reasons.Count} reasons");
        Assert.All(reasons, reason => Assert.Contains(reason, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Has_a_row_for_each_warning_and_error_of_the_log()
    {
        var events = Repository.Sources("src/Gateway").SelectMany(path => Warning().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value).ToHashSet();
        var rows = Row().Matches(Page).SelectMany(match => match.Groups[1].Value.Split(' ')).ToHashSet();

        Assert.True(events.Count > 40, $"{events.Count} events");
        Assert.Equal([], events.Except(rows).Order());
    }

    [Fact]
    public void Has_a_test_of_each_alert_that_it_comes_and_that_it_stays_away()
    {
        var tests = File.ReadAllText(Repository.File("deploy", "prometheus", "rules.test.yml"));

        Assert.Empty(
            from alert in Alert().Matches(Rules).Select(match => match.Groups[1].Value)
            where !tests.Contains($"alertname: {alert} }}", StringComparison.Ordinal)
                || !Regex.IsMatch(tests, $@"alertname: {alert}\n\s+exp_alerts:")
            select alert);
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex Unlinkable();

    [GeneratedRegex("runbook_url: docs/operations/runbook\\.md#(\\S+)")]
    private static partial Regex Chapter();

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex("\\]\\(#([^)]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("""new VendorVerdict\(.*?\$?"([^"{]{8,})""", RegexOptions.Singleline)]
    private static partial Regex Reason();

    [GeneratedRegex("LoggerMessage\\(\\s*(?:EventId = )?(\\d+),\\s*(?:LogLevel\\.(?:Warning|Error)|Message)")]
    private static partial Regex Warning();

    [GeneratedRegex("^\\| ([0-9 ]+) \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
