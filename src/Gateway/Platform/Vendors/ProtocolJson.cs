using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>A protocol in JSON: its name.</summary>
internal sealed class ProtocolJson : JsonConverter<VendorProtocol>
{
    public override VendorProtocol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        VendorProtocols.Find(reader.GetString()) ?? throw new JsonException(ProtocolWords.All.Expected);

    public override void Write(Utf8JsonWriter writer, VendorProtocol value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
