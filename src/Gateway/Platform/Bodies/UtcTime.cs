using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Platform.Bodies;

/// <summary>Times as RFC 3339: read with an offset, never guessed from the server's zone; written in UTC with milliseconds.</summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    /// <summary>Length of an offset such as +09:00.</summary>
    private const int OffsetLength = 6;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException();
        var hasOffset = text.EndsWith('Z') || (text.Length > OffsetLength && text[^OffsetLength] is '+' or '-');
        return hasOffset && reader.TryGetDateTimeOffset(out var time) ? time : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
