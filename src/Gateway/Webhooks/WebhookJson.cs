using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;

namespace Gateway.Webhooks;

[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookList))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static WebhookJson Strict { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}
