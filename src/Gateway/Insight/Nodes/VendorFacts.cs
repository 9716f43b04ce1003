using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Insight.Nodes;

/// <summary>
/// Where a node's vendors have their tables, by setting: what nodes must agree on. Neither user nor password is in it.
/// </summary>
internal static class VendorFacts
{
    public static Dictionary<string, Dictionary<string, string>> Of(IEnumerable<Vendor> vendors) =>
        vendors.ToDictionary(vendor => vendor.Name, Of, StringComparer.OrdinalIgnoreCase);

    public static string Write(Dictionary<string, Dictionary<string, string>> facts) =>
        JsonSerializer.Serialize(facts, VendorFactsJson.Default.DictionaryStringDictionaryStringString);

    /// <summary>What cannot be read, or is of another version, says nothing.</summary>
    public static Dictionary<string, Dictionary<string, string>> Read(string text)
    {
        try
        {
            return (JsonSerializer.Deserialize(
                    text, VendorFactsJson.Default.DictionaryStringDictionaryStringString) ?? [])
                .Where(static vendor => vendor.Value is not null).ToDictionary();
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static Dictionary<string, string> Of(Vendor vendor)
    {
        var database = vendor.Options.Database ?? default;
        var address = ConnectionText.AddressOf(database, vendor.Options.ConnectionString);
        var facts = new Dictionary<string, string>
        {
            ["Protocol"] = vendor.Protocol.Name,
            ["Database"] = database.Word(),
            ["ConnectionString"] = address.Schema is { Length: > 0 } schema ? $"{address} ({schema})" : $"{address}",
        };
        foreach (var (setting, name) in vendor.Setup.Names())
        {
            facts[$"{vendor.Protocol.Section}:{setting}"] = name ?? "";
        }

        return facts;
    }
}

[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>))]
internal sealed partial class VendorFactsJson : JsonSerializerContext;
