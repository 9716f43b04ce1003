using System.Text.RegularExpressions;
using Gateway.Tests.Support;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>The codes of faults that the source has.</summary>
internal static partial class FaultCodes
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Repository.Sources("src/Gateway")
            .SelectMany(path => Code().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(
        """(?:const string \w+ = |(?:Fault\(|\bAdd\(context, )[^;"]*?(?:\$?"[/?][^"]*",\s*)?)"([a-z]+(?:_[a-z]+)+)["]""")]
    private static partial Regex Code();
}
