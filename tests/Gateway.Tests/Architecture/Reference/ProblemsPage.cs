using Gateway.Platform.Errors;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>docs/reference/problems.md: every code of a problem answer.</summary>
internal static class ProblemsPage
{
    public static IEnumerable<string> Lines() =>
    [
        "## Codes",
        "",
        "| status | code | title | 제목 |",
        "|---|---|---|---|",
        .. ErrorCode.All.OrderBy(code => code.Status).ThenBy(code => code.Code, StringComparer.Ordinal)
            .Select(code => GeneratedPage.Row(
                $"{code.Status}", $"`{code.Code}`", code.Title, KoreanWords.Title(code) ?? "")),
    ];
}
