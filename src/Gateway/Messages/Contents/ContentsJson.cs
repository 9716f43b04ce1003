using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Messages.Contents;

/// <summary>Contents come back with the fields that were given; those that were not are left out.</summary>
[JsonSerializable(typeof(KakaoRequest))]
[JsonSerializable(typeof(VoiceRequest))]
[JsonSerializable(typeof(FaxRequest))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ContentsJson : JsonSerializerContext;

/// <summary>Of a field whose value is one of <see cref="ContentsJson"/>.</summary>
internal sealed class GivenFields<T> : JsonConverter<T>
    where T : class
{
    // The context has every type that stands behind this attribute.
    private static readonly JsonTypeInfo<T> Known = (JsonTypeInfo<T>)ContentsJson.Default.GetTypeInfo(typeof(T))!;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Known);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, Known);
}
