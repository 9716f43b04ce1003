using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Webhooks.Feed;
using Gateway.Webhooks.Overview;

namespace Gateway.Webhooks;

[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(ChangeWebhookRequest))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(TestStarted))]
[JsonSerializable(typeof(TestData))]
[JsonSerializable(typeof(Redelivery))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(FailingWebhookList))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static WebhookJson Strict { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}
