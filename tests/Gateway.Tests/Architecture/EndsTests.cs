using System.Text.RegularExpressions;
using Gateway.Messages;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>Messages end in one place, <c>end-messages.part.sql</c>; statements say which ones, and how.</summary>
public sealed partial class EndsTests
{
    private const string Part = "Messages/Sql/end-messages.part.sql";

    [Fact]
    public void Of_messages_are_written_in_one_place()
    {
        var places = Texts().Where(file => Ends().IsMatch(Comment().Replace(file.Text, ""))).Select(file => file.Path);

        Assert.Equal([Part], places);
    }

    /// <summary>The arrows to <c>Ended</c> are the statements that end messages.</summary>
    [Fact]
    public void Of_messages_stand_in_the_page_of_their_life()
    {
        var page = File.ReadAllText(Repository.File("docs", "internals", "life-of-a-message.md"));
        var arrows = Arrow().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        var named = Row().Matches(page).Where(row => arrows.Contains(row.Groups[1].Value))
            .Select(row => row.Groups[2].Value).Distinct();
        var ending = Texts()
            .Where(file => file.Text.Contains("\n{include Messages.Sql.end-messages: ", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Equal(ending.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.Contains(Part, page, StringComparison.Ordinal);
    }

    /// <summary>Each end has an event, and each of these events is an end.</summary>
    [Fact]
    public void Have_the_event_of_their_name()
    {
        var text = File.ReadAllText(Repository.File("src", "Gateway", Part));
        var told = Told().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal(
            from status in Enum.GetValues<MessageStatus>()
            where status >= MessageStatus.Delivered
            select (status.ToString(), $"Message{status}"),
            told);
    }

    [Theory]
    [InlineData("DELETE FROM gateway.inflight WHERE true")]
    [InlineData("delete from only gateway.inflight_open i using x")]
    [InlineData("TRUNCATE gateway.inflight_waiting")]
    [InlineData("MERGE INTO gateway.inflight i USING x ON true WHEN MATCHED THEN DELETE")]
    [InlineData("UPDATE gateway.messages m SET status = 4 FROM x")]
    [InlineData("UPDATE gateway.messages_month\n    SET sent_at = now(), status=@status WHERE id = @id")]
    [InlineData("UPDATE gateway.messages SET (late, status) = (true, 5)")]
    [InlineData("Set<Message>().ExecuteUpdateAsync(set => set.SetProperty(message => message.Status, end))")]
    [InlineData("db.Set<InflightMessage>().Where(row => true).ExecuteDelete()")]
    public void Of_these_kinds_are_found(string text) => Assert.Matches(Ends(), text);

    [Theory]
    [InlineData("UPDATE gateway.messages m SET vendor = l.vendor FROM locked l WHERE m.status = 5")]
    [InlineData("UPDATE gateway.inflight SET state = 1")]
    [InlineData("UPDATE gateway.messages SET late = true), x AS (UPDATE gateway.handovers SET status = 1)")]
    public void Of_these_kinds_are_none(string text) => Assert.DoesNotMatch(Ends(), text);

    private static IEnumerable<(string Path, string Text)> Texts()
    {
        var root = Repository.File("src", "Gateway");
        return from path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
               where path.EndsWith(".sql", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal)
               let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
               where !relative.StartsWith("bin/", StringComparison.Ordinal)
                   && !relative.StartsWith("obj/", StringComparison.Ordinal)
                   && !relative.StartsWith("Platform/Storage/Schema/", StringComparison.Ordinal)
               select (relative, File.ReadAllText(path));
    }

    /// <summary>Work that goes, and a record's status that changes, by a statement or by EF Core.</summary>
    [GeneratedRegex(
        @"\b(?:DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)(?:\s+(?:TABLE|ONLY))*\s+gateway\.inflight"
        + @"|\bUPDATE(?:\s+ONLY)?\s+gateway\.messages\w*(?:\s+(?:AS\s+)?\w+)?\s+SET\b"
        + @"(?:(?!\bFROM\b|\bWHERE\b|\bUPDATE\b).)*?"
        + @"(?:(?<![\w.])status\s*=|\([^)]*\bstatus\b[^)]*\)\s*=)"
        + @"|\bSet<InflightMessage>(?:(?!;).)*\.ExecuteDelete"
        + @"|\bSet<Message>(?:(?!;).)*SetProperty\(\s*\w+\s*=>\s*\w+\.Status\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Ends();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^    \S+ --> Ended: (\d+) ", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\| (\d+) \|[^|]*\| `([\w/.-]+\.sql)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"WHEN \{MessageStatus\.(\w+)\} THEN \{EventType\.(\w+)\}")]
    private static partial Regex Told();
}
