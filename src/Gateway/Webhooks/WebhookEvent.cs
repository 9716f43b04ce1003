using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Messages;

namespace Gateway.Webhooks;

/// <summary>The body of a webhook request.</summary>
internal sealed record WebhookEvent
{
    /// <summary>What happened, such as <c>message.delivered</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The message as it was at that moment.</summary>
    public required MessageView Data { get; init; }
}

[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookList))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    public static WebhookJson Strict { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });

    public static JsonTypeInfo<WebhookEvent> Event { get; } = Strict.WebhookEvent;
}
