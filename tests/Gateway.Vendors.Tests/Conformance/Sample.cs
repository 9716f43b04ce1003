using System.Text.Json;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// A sample INSERT of a manual and the message that asks for it. Where the gateway writes something else on purpose, <see cref="Differs"/> says what;
/// <see cref="Holes"/> are values that the manual leaves open. Null stands for "not written".
/// </summary>
internal sealed record Sample(string Id, OutgoingMessage Message)
{
    public Func<VendorSettings, VendorSettings> Set { get; init; } = settings => settings;

    public IReadOnlyDictionary<string, object?> Holes { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyDictionary<string, object?> Differs { get; init; } = new Dictionary<string, object?>();

    public Protocol Protocol => Enum.Parse<Protocol>(Case.GetProperty("vendor").GetString() ?? "", ignoreCase: true);

    public string Table => Case.GetProperty("table").GetString() ?? "";

    private JsonElement Case => Cases[Id];

    private static Dictionary<string, JsonElement> Cases { get; } =
        JsonDocument.Parse(TestData.Text("samples.json")).RootElement.GetProperty("cases").EnumerateArray().ToDictionary(sample => sample.GetProperty("id").GetString() ?? "");

    public static IEnumerable<string> Ids(Protocol protocol) => Cases
        .Where(sample => sample.Value.GetProperty("vendor").GetString() == protocol.ToString().ToLowerInvariant())
        .Select(sample => sample.Key);

    /// <summary>The row as it must be, by column name in any case; times as 14 digits.</summary>
    public Dictionary<string, object?> Expected(string now14)
    {
        var row = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in Case.GetProperty("columns").EnumerateObject())
        {
            row[column.Name] = column.Value.ValueKind switch
            {
                JsonValueKind.Number => column.Value.GetInt64(),
                JsonValueKind.Null => null,
                JsonValueKind.String => column.Value.GetString(),
                _ when column.Value.TryGetProperty("now", out _) => now14,
                _ when column.Value.TryGetProperty("seq", out _) => 1L, // The database numbers the rows, as a sequence does at Oracle.
                _ => Holes[column.Name],
            };
        }

        foreach (var (column, value) in Differs)
        {
            row[column] = value;
        }

        return row;
    }
}
