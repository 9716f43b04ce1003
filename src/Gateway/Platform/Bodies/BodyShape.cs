using System.Text.Json;

namespace Gateway.Platform.Bodies;

/// <summary>
/// How many values a large JSON body may have. A value costs a hundred bytes of memory however short it is, so twenty
/// megabytes of <c>{},{},…</c> would take two gigabytes. Counted before anything is made of the body; small bodies are
/// not counted.
/// </summary>
internal static class BodyShape
{
    /// <summary>Bytes of a body that is counted.</summary>
    private const int Counted = 64 * 1024;

    /// <summary>
    /// One value for so many bytes of the largest body that the route takes: 100,000 in a request, a million in a
    /// batch.
    /// </summary>
    private const int BytesForValue = 20;

    /// <summary>
    /// The same for objects, of which each becomes a message or a recipient with all its fields: 13,000 in a request,
    /// 130,000 in a batch.
    /// </summary>
    private const int BytesForObject = 160;

    /// <summary>Why the body is refused; null when it is not. Says nothing of JSON that is broken.</summary>
    public static string? Refusal(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        if (bytes.Length <= Counted)
        {
            return null;
        }

        var (values, objects) = (0, 0);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                values += reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.PropertyName ? 0 : 1;
                objects += reader.TokenType is JsonTokenType.StartObject ? 1 : 0;
                if (values > maxBytes / BytesForValue || objects > maxBytes / BytesForObject)
                {
                    return $"The body has too many values: at most {maxBytes / BytesForValue} values and {maxBytes / BytesForObject} objects here.";
                }
            }
        }
        catch (JsonException)
        {
            return null; // Told with its place when the body is read.
        }

        return null;
    }
}
