using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Files;

/// <summary>
/// What a stored file says of itself for people: nothing depends on it, so a damaged note is no note.
/// </summary>
internal static class Notes
{
    public static string Write<T>(T note, JsonTypeInfo<T> type) => JsonSerializer.Serialize(note, type);

    public static T? Read<T>(string? note, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return note is null ? null : JsonSerializer.Deserialize(note, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
