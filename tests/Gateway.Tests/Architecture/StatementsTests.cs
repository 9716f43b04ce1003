using System.Text.RegularExpressions;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>Connections go back to their pool without a reset, so a statement must leave nothing in its session.</summary>
public sealed partial class StatementsTests
{
    [Fact]
    public void Leave_nothing_in_their_session()
    {
        var files = Directory.EnumerateFiles(Repository.File("src", "Gateway"), "*.sql", SearchOption.AllDirectories)
            .Where(path => !path.Contains(Path.Combine("Storage", "Schema"), StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) is not "lock-install.sql" and not "intake-settings.sql") // Undone by the statement beside it when the connection is given back.
            .Where(path => Path.GetFileName(path) is not "listen.sql") // On a connection that comes from no pool and goes to none.
            .ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(path => OfSession().IsMatch(Comment().Replace(File.ReadAllText(path), ""))).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("SET work_mem = '1GB'")]
    [InlineData("  SET SESSION jit TO off")]
    [InlineData("SELECT pg_advisory_lock(1)")]
    [InlineData("LISTEN somebody")]
    [InlineData("CREATE TEMP TABLE t (id int)")]
    [InlineData("SELECT set_config('jit', 'off', false)")]
    [InlineData("SELECT set_config('jit', 'off', @local)")]
    public void Of_these_kinds_would_be_found(string statement) => Assert.Matches(OfSession(), statement);

    [Theory]
    [InlineData("SET LOCAL work_mem = '1GB'")]
    [InlineData("SELECT pg_advisory_xact_lock(1)")]
    [InlineData("UPDATE gateway.jobs\nSET holder = NULL")]
    [InlineData("UPDATE a\n    SET status = 4")]
    public void Of_these_kinds_are_none_of_them(string statement) => Assert.DoesNotMatch(OfSession(), statement);

    [Fact]
    public void Name_only_what_enumerations_have()
    {
        Assert.Empty(Sql.FindFaults());
        Assert.Equal("state = 0", Sql.Fill("a", "state = {InflightState.Waiting}"));
        Assert.Throws<InvalidOperationException>(() => Sql.Fill("a", "state = {InflightState.Waitin}"));
    }

    [Fact]
    public void Take_in_what_they_share()
    {
        var text = Sql.Text("Reports.Sql.apply-results");

        Assert.Contains("WHERE i.message_id = e.message_id AND i.state >= 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("include", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{include Messages.Sql.end-messages}", "without an argument")]
    [InlineData("{include Messages.Sql.no-report: i.state = 1}", "with an argument")]
    [InlineData("{include Messages.Sql.end-message: i.state = 1}", "Messages.Sql.end-message.part is not embedded")]
    public void Are_refused_at_the_start_when_they_take_in_what_is_not_there(string text, string fault) =>
        Assert.Contains(
            fault,
            Assert.Throws<InvalidOperationException>(() => Sql.Fill("a", text)).Message,
            StringComparison.Ordinal);

    /// <summary>
    /// The schema keeps its digits: a migration that has run stays as it was, whatever an enumeration becomes later.
    /// </summary>
    [Fact]
    public void Have_no_number_where_a_name_belongs()
    {
        var files = Directory.EnumerateFiles(Repository.File("src", "Gateway"), "*.sql", SearchOption.AllDirectories)
            .Where(path => !path.Contains(Path.Combine("Storage", "Schema"), StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        var wrong = files.SelectMany(path => Number().Matches(Comment().Replace(File.ReadAllText(path), ""))
            .Select(match => $"{Path.GetFileName(path)}: {match.Value}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Of_the_schema_name_no_enumeration() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.File("src", "Gateway", "Platform", "Storage", "Schema"), "*.sql")
            .Where(path => Name().IsMatch(File.ReadAllText(path)))
            .Select(Path.GetFileName));

    /// <summary>
    /// Those of tests and benchmarks too. A row that means nothing is written on purpose, and the statements of a plan
    /// must be those of the database.
    /// </summary>
    [Fact]
    public void Have_no_number_where_a_name_belongs_in_tests()
    {
        string[] spared =
        [
            "DamagedRowsTests.cs", "EndsTests.cs", "SchemaTests.cs", "SearchesAndScans.cs", "StatementsTests.cs",
        ];
        var lines =
            from path in Directory.EnumerateFiles(Repository.File("tests"), "*.cs", SearchOption.AllDirectories)
            where !spared.Contains(Path.GetFileName(path))
            from line in File.ReadLines(path)
            where OurTable().IsMatch(line) && !line.Contains("agent_", StringComparison.Ordinal)
            select (Path: path, Text: line);
        var statements =
            from path in Directory.EnumerateFiles(Repository.File("tests"), "*.sql", SearchOption.AllDirectories)
            where !path.Split(Path.DirectorySeparatorChar).Contains("bin")
            let text = Comment().Replace(File.ReadAllText(path), "")
            where OurTable().IsMatch(text)
            select (Path: path, Text: text);

        Assert.Empty(
            from place in lines.Concat(statements)
            from Match match in Number().Matches(place.Text)
            select $"{Path.GetFileName(place.Path)}: {match.Value}");
    }

    [Theory]
    [InlineData("i.state = 0")]
    [InlineData("SET status=1")]
    [InlineData("type IN (3, 4)")]
    [InlineData("lane NOT IN ({Lane.High}, 1)")]
    [InlineData("state >= 2")]
    [InlineData("h.state IS DISTINCT FROM 0")]
    [InlineData("CASE @status WHEN 0")]
    [InlineData("COALESCE(h.status, 0")]
    [InlineData("channel BETWEEN 0 AND 6")]
    public void Of_these_kinds_are_numbers_that_have_a_name(string text) => Assert.Matches(Number(), text);

    [Theory]
    [InlineData("state = {InflightState.Waiting}")]
    [InlineData("status_code = 200")]
    [InlineData("result_code <> 5")]
    [InlineData("status = @status AND 1 = 1")]
    public void Of_these_kinds_have_none(string text) => Assert.DoesNotMatch(Number(), text);

    [GeneratedRegex(
        @"\b(?:state|status|type|lane|priority|channel|purpose)(?:\s*(?:=|<>|!=|<=|>=|<|>)|\s+(?:NOT\s+)?IN\s*\([^)\d]*|\s+(?:NOT\s+)?BETWEEN"
        + @"|\s+IS\s+(?:NOT\s+)?DISTINCT\s+FROM|\s+WHEN|(?<=COALESCE\([\w.]+),)\s*\d",
        RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{[A-Z]\w*\.[A-Z]\w*\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"gateway\.(inflight|messages|events|handovers|deliveries)\b")]
    private static partial Regex OurTable();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"(?:\A|;)\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|\bpg_(?:try_)?advisory_lock|\bLISTEN\s|\bTEMP(?:ORARY)?\s+TABLE|\bset_config\([^)]*(?:false|@)|\bPREPARE\s|\bDECLARE\s+\w+\s+CURSOR|\bWITH\s+HOLD\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex OfSession();
}
