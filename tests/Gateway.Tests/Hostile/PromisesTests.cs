using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>SECURITY.md names a test for each promise; a promise whose test is gone is none.</summary>
public sealed partial class PromisesTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("SECURITY.md"));

    [Theory]
    [InlineData("SECURITY.md", 20)]
    [InlineData("docs/internals/architecture.md", 10)]
    public void Name_tests_that_exist(string page, int atLeast)
    {
        var named = Names().Matches(File.ReadAllText(Repository.File(page)))
            .Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        Assert.True(named.Count > atLeast, "the page names tests");
        Assert.Equal("", string.Join(", ", named.Where(name => !IsTest(name.Class, name.Method))));
    }

    [Fact]
    public void Have_a_test_each()
    {
        var promises = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise ", StringComparison.Ordinal)).ToList();

        Assert.True(promises.Count > 20, "the page makes promises");
        Assert.Equal("", string.Join('\n', promises.Where(line => !Names().IsMatch(line))));
    }

    /// <summary>docs/internals/life-of-a-message.md names a statement and a test for each arrow of its diagram.</summary>
    [Fact]
    public void Of_the_life_of_a_message_have_a_statement_and_a_test_each()
    {
        var lines = File.ReadAllLines(Repository.File("docs", "internals", "life-of-a-message.md"));
        var arrows = lines.Select(line => Arrow().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);
        var rows = lines.Select(line => Row().Match(line)).Where(match => match.Success)
            .Select(match => (Number: match.Groups[1].Value, Text: match.Value)).ToList();

        Assert.Equal(
            arrows.Distinct().Order(StringComparer.Ordinal),
            rows.Select(row => row.Number).Order(StringComparer.Ordinal));
        Assert.All(rows, row =>
        {
            var statements = Statement().Matches(row.Text).Select(match => match.Groups[1].Value).ToList();
            var tests = Names().Matches(row.Text);

            Assert.NotEmpty(statements);
            Assert.All(
                statements,
                statement => Assert.True(File.Exists(Repository.File("src", "Gateway", statement)), statement));
            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.True(IsTest(test.Groups[1].Value, test.Groups[2].Value), test.Value));
        });
    }

    private static bool IsTest(string type, string method) =>
        typeof(PromisesTests).Assembly.GetType(type)?.GetMethod(method, BindingFlags.Public | BindingFlags.Instance)?.GetCustomAttributes().Any(attribute => attribute is FactAttribute) == true;

    [GeneratedRegex(@"^    \S+ --> \w+: (\d+) ")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\| (\d+) \|.*")]
    private static partial Regex Row();

    [GeneratedRegex(@"`([\w/-]+\.sql)`")]
    private static partial Regex Statement();

    [GeneratedRegex(@"`(Gateway\.Tests(?:\.\w+)+)\.(\w+)`")]
    private static partial Regex Names();
}
