using System.Text.Json;

namespace Gateway.Simulator.Demo;

/// <summary>Reads JSON without a class per answer; what is missing becomes one clear line.</summary>
internal static class Json
{
    public static JsonElement Parse(string text, string what)
    {
        try
        {
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            throw new DemoException($"{what} is not JSON");
        }
    }

    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    public static string? FindText(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static string Text(this JsonElement element, string name) =>
        element.FindText(name) ?? throw new DemoException($"an answer of the gateway lacks \"{name}\"");
}
