using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Platform.Bodies;

/// <summary>
/// Enums in JSON as one lower-case word (<c>alimtalk</c>) of their <see cref="ClosedSet{T}"/>; never a number, a list
/// or another case.
/// </summary>
internal sealed class LowerCaseEnum<T> : JsonConverter<T>
    where T : struct, Enum
{
    // Compared as bytes: no string is made for each value of each message.
    private static readonly (byte[] Word, T Value)[] Words =
        [.. ClosedSet.Of<T>().Words.Zip(Enum.GetValues<T>(), (word, value) => (Encoding.UTF8.GetBytes(word), value))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var (word, value) in Words)
            {
                if (reader.ValueTextEquals(word))
                {
                    return value;
                }
            }
        }

        throw new JsonException(ClosedSet.Of<T>().Expected);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (word, known) in Words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                writer.WriteStringValue(word);
                return;
            }
        }

        // A damaged row, or one of a newer version: it is shown, and hides nobody else's.
        writer.WriteStringValue("unknown"u8);
    }
}
