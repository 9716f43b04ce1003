using Gateway.Messages;
using Gateway.Platform.Jobs;
using Microsoft.Extensions.Options;

namespace Gateway.Webhooks.Sending;

/// <summary>What serving an endpoint takes.</summary>
internal sealed record DeliveryParts(
    ClaimDeliveries Claim,
    RenderEvents Render,
    PostEvent Post,
    RecordAttempts Record,
    EndpointLeases Leases,
    MessageSignals Signals,
    IOptions<WebhookOptions> Options,
    TimeProvider Time)
{
    /// <summary>Beats while something is due at an endpoint.</summary>
    public Pulse Due { get; } = new();
}
