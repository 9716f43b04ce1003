using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>SECURITY.md names a test for each promise; a promise whose test is gone is none.</summary>
public sealed partial class PromisesTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("SECURITY.md"));

    [Fact]
    public void Name_tests_that_exist()
    {
        var named = Names().Matches(Page).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        Assert.True(named.Count > 20, "the page names tests");
        Assert.Equal("", string.Join(", ", named.Where(name => !IsTest(name.Class, name.Method))));
    }

    [Fact]
    public void Have_a_test_each()
    {
        var promises = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise ", StringComparison.Ordinal)).ToList();

        Assert.True(promises.Count > 20, "the page makes promises");
        Assert.Equal("", string.Join('\n', promises.Where(line => !Names().IsMatch(line))));
    }

    private static bool IsTest(string type, string method) =>
        typeof(PromisesTests).Assembly.GetType(type)?.GetMethod(method, BindingFlags.Public | BindingFlags.Instance)?.GetCustomAttributes().Any(attribute => attribute is FactAttribute) == true;

    [GeneratedRegex(@"`(Gateway\.Tests(?:\.\w+)+)\.(\w+)`")]
    private static partial Regex Names();
}
