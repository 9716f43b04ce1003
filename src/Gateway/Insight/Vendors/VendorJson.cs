using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;

namespace Gateway.Insight.Vendors;

[JsonSerializable(typeof(VendorEvent))]
[JsonSerializable(typeof(VendorView))]
[JsonSerializable(typeof(VendorList))]
internal sealed partial class VendorJson : JsonSerializerContext
{
    public static VendorJson Readable { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options)
    {
        TypeInfoResolver = Default,
        Converters = { new LowerCaseEnum<VendorStatus>() },
    });
}
