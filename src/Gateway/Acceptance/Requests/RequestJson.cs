using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Messages;
using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Requests;

[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(SendMessageResponse))]
internal sealed partial class RequestJson : JsonSerializerContext
{
    /// <summary>As <see cref="MessageJson.Strict"/>, with the words that only requests have.</summary>
    public static RequestJson Strict { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options)
    {
        TypeInfoResolver = Default,
        Converters = { new LowerCaseEnum<OnTooLong>(), new LowerCaseEnum<OnUnmappable>() },
    });

    public static JsonTypeInfo<SendMessageRequest> Request { get; } = Strict.SendMessageRequest;

    public static JsonTypeInfo<SendMessageResponse> Response { get; } = Strict.SendMessageResponse;
}
