using Gateway.Vendors.ResultCodes;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>docs/reference/result-codes.md: every code of the gateway.</summary>
internal static class ResultCodesPage
{
    public static IEnumerable<string> Lines() =>
    [
        "## Codes",
        "",
        "| code | name | the message is | meaning | 의미 | fallback |",
        "|---|---|---|---|---|---|",
        .. ResultCatalogue.All.Select(code => GeneratedPage.Row(
            $"{code.Code}", code.Name, code.Outcome.ToString().ToLowerInvariant(), code.Description, code.DescriptionKo, code.Fallback ? "yes" : "no")),
    ];
}
