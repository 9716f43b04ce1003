using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>
/// A page of docs/reference whose end is made from the product. The test fails when it says something else; with
/// <c>GATEWAY_RENEW_REFERENCE=1</c> it writes the page anew.
/// </summary>
internal static class GeneratedPage
{
    private const string Renew = "GATEWAY_RENEW_REFERENCE=1 ./test.sh --filter '/*/*/(ReferencePages)/*'";

    private const string Begin = $"<!-- Made from the product. To renew it: {Renew} -->\n";

    public static void Check(string name, IEnumerable<string> lines)
    {
        var path = Repository.File("docs", "reference", name);
        var page = File.ReadAllText(path);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var head = begin < 0 ? page.TrimEnd() + "\n\n" : page[..begin];
        var expected = $"{head}{Begin}\n{string.Join('\n', lines)}\n";
        if (Environment.GetEnvironmentVariables()["GATEWAY_RENEW_REFERENCE"] is string { Length: > 0 })
        {
            File.WriteAllText(path, expected);
            return;
        }

        var wrong = expected.Split('\n').Except(page.Split('\n')).Select(line => "+ " + line)
            .Concat(page.Split('\n').Except(expected.Split('\n')).Select(line => "- " + line)).ToList();
        Assert.True(
            page == expected, $"docs/reference/{name} is not what the product has. To renew it: {Renew}\n{string.Join('\n', wrong)}");
    }

    /// <summary>A row of a table.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
