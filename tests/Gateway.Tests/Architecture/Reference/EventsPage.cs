using System.Text.Json.Nodes;
using Gateway.Tests.Support.Contract;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>docs/reference/events.md: every event of the published document, with the fields of its data.</summary>
internal static class EventsPage
{
    private static JsonObject Schemas => OpenApiContract.Document["components"]!["schemas"]!.AsObject();

    public static IEnumerable<string> Types => Events().Select(known => known.Type);

    public static IEnumerable<string> Lines()
    {
        var events = Events().ToList();
        return
        [
            "## Types",
            "",
            "| type | when | `data` |",
            "|---|---|---|",
            .. events.Select(known => GeneratedPage.Row(
                $"`{known.Type}`", known.When, $"[{known.Data}](#{known.Data.ToLowerInvariant()})")),
            .. events.Select(known => known.Data).Distinct().Order(StringComparer.Ordinal).SelectMany(Fields),
        ];
    }

    private static IEnumerable<(string Type, string When, string Data)> Events() =>
        from schema in Schemas
        let type = (string?)schema.Value!["properties"]?["type"]?["const"]
        where type is not null && schema.Key.EndsWith("Event", StringComparison.Ordinal)
        orderby type
        select (type, (string)schema.Value["description"]!, Name(schema.Value["properties"]!["data"]!));

    private static IEnumerable<string> Fields(string schema) =>
    [
        "",
        $"## {schema}",
        "",
        "| field | meaning |",
        "|---|---|",
        .. Schemas[schema]!["properties"]!.AsObject().Select(field =>
            GeneratedPage.Row($"`{field.Key}`", (string?)field.Value!["description"] ?? "")),
    ];

    private static string Name(JsonNode data) => ((string)data["$ref"]!).Split('/')[^1];
}
