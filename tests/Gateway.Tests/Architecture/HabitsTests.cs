using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Gateway.Tests.Architecture;

/// <summary>How the code is written, as CONTRIBUTING.md says.</summary>
public sealed partial class HabitsTests
{
    /// <summary>Lines of src that are longer than 120 columns. Lower it with each one that is mended; it never grows.</summary>
    private const int LongLines = 1_914;

    private const int Columns = 120;

    /// <summary>What a class is made with. More means a missing stage.</summary>
    private const int Dependencies = 7;

    /// <summary>Classes that need more; it never grows.</summary>
    private const int LargeClasses = 1;

    private const int LinesOfFunction = 50;

    /// <summary>Functions that are longer; it never grows.</summary>
    private const int LongFunctions = 5;

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
    public void Classes_that_need_many_others_do_not_become_more()
    {
        Assembly[] assemblies = [typeof(Sql).Assembly, typeof(IVendorQueue).Assembly, Assembly.Load("Gateway.Simulator")];
        var large =
            from type in assemblies.SelectMany(assembly => assembly.GetTypes())
            where type.IsClass && type.GetMethod("<Clone>$") is null && !type.IsDefined(typeof(CompilerGeneratedAttribute))
            let most = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(constructor => constructor.GetParameters().Length).DefaultIfEmpty().Max()
            where most > Dependencies
            select $"{type.FullName}: {most}";

        AtMost(LargeClasses, large);
    }

    [Fact]
    public void Long_functions_do_not_become_more() =>
        AtMost(
            LongFunctions,
            from path in Sources("src")
            from Match function in Function().Matches(File.ReadAllText(path))
            let lines = function.Groups["body"].Value.Count(letter => letter == '\n') - 1
            where lines > LinesOfFunction
            select $"{Path.GetFileName(path)}: {lines} lines: {function.Groups["name"].Value.Trim()}");

    /// <summary>A value that no member has is <c>unknown</c> there, and a number elsewhere.</summary>
    [Fact]
    public void Words_of_enums_are_made_in_one_place() =>
        Assert.Equal(
            ["BatchesModule.cs", "ClosedSet.cs"], // The first makes one of a media type.
            from path in Sources("src/Gateway")
            where File.ReadAllText(path).Contains(".ToString().ToLowerInvariant()", StringComparison.Ordinal)
            orderby Path.GetFileName(path)
            select Path.GetFileName(path));

    /// <summary>Of more than three columns, nobody counts which one is the seventh.</summary>
    [Fact]
    public void Columns_behind_the_third_are_read_by_name() =>
        Assert.Empty(
            from path in Sources("src")
            from Match read in Ordinal().Matches(File.ReadAllText(path))
            select $"{Path.GetFileName(path)}: {read.Value}");

    /// <summary>One helper runs what runs for ever: it backs off, tells faults and ends what hangs.</summary>
    [Fact]
    public void Loops_are_run_by_one_helper()
    {
        string[] hosts = ["RunLoop", "JobsHost"];

        Assert.Equal(
            hosts.Order(StringComparer.Ordinal),
            typeof(Sql).Assembly.GetTypes().Where(type => typeof(IHostedService).IsAssignableFrom(type))
                .Select(type => type.Name).Order(StringComparer.Ordinal));
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

    private static void AtMost(int most, IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count <= most, $"{all.Count} instead of {most}:\n{string.Join('\n', all)}");
    }

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Built().IsMatch(path));

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex EventId();

    /// <summary>From the line of its name to the brace that closes it, at the same depth.</summary>
    [GeneratedRegex(
        @"^(?<depth> +)(?! )(?!namespace|if|for|foreach|while|switch|using|lock|else|do|try|catch|finally)"
        + @"(?<name>[^\n=;{}""]*\([^;{}]*?\)?[^;{}\n]*)\n(?<body>\k<depth>\{\n(?:(?:\k<depth> [^\n]*)?\n)*?\k<depth>\})",
        RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex(@"\breader\.(?:Get\w+|IsDBNull(?:Async)?)(?:<[^>]+>)?\((?:[3-9]|\d\d)\b|\breader, (?:[3-9]|\d\d)\)")]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();

    [GeneratedRegex(@"[\w/-]+\.md\b")]
    private static partial Regex Document();
}
