using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"(?:\A|;)\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)|\bpg_(?:try_)?advisory_lock|\bLISTEN\s|\bTEMP(?:ORARY)?\s+TABLE|\bset_config\([^)]*(?:false|@)|\bPREPARE\s|\bDECLARE\s+\w+\s+CURSOR|\bWITH\s+HOLD\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex OfSession();
}
