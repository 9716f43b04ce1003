using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Messages.Search;
using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>Strict when reading: unknown and doubled fields are faults. Readable when writing: Hangul stands as it is, not as \u escapes.</summary>
    public static MessageJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Encoder = ReadableJson.Encoder,
        TypeInfoResolver = Default,
        Converters =
        {
            new UtcTime(),
            new LowerCaseEnum<Channel>(),
            new LowerCaseEnum<Lane>(),
            new LowerCaseEnum<MessagePurpose>(),
            new LowerCaseEnum<FallbackBy>(),
            new LowerCaseEnum<MessageStatus>(),
            new LowerCaseEnum<Outcome>(),
        },
    });

    public static JsonTypeInfo<MessageView> View { get; } = Strict.MessageView;
}
