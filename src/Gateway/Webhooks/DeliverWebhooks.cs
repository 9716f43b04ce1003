using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>Delivers what is due to one endpoint: claim, render, post, record.</summary>
internal sealed class DeliverWebhooks(
    NpgsqlDataSource source,
    RenderEvents render,
    PostEvent post,
    RecordAttempts record,
    SigningSecret secrets,
    IOptions<WebhookOptions> options,
    TimeProvider time)
{
    /// <summary>Longer than an attempt and its recording can last, so that a delivery under way is not claimed twice.</summary>
    private static readonly TimeSpan LeaseBeyondTimeout = TimeSpan.FromSeconds(30);

    /// <summary>One round of at most as many requests as the endpoint gets at once. Answers how many were made.</summary>
    public async Task<int> RunOnceAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        var deliveries = await ClaimAsync(webhookId, cancellationToken);
        if (deliveries.Count == 0)
        {
            return 0;
        }

        var bodies = await render.RenderAsync([.. deliveries.Select(delivery => delivery.EventId)], cancellationToken);
        await Task.WhenAll(deliveries.Select(async delivery =>
        {
            var outcome = await post.SendAsync(delivery, bodies[delivery.EventId], cancellationToken);
            await record.RecordAsync(outcome);
        }));
        return deliveries.Count;
    }

    private async Task<IReadOnlyList<PendingDelivery>> ClaimAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = source.Command("Webhooks.Sql.claim-deliveries");
        command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", webhookId));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", options.Value.ConcurrencyPerEndpoint));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("lease_until", now + TimeSpan.FromSeconds(options.Value.TimeoutSeconds) + LeaseBeyondTimeout));
        var deliveries = new List<PendingDelivery>();
        byte[]? key = null;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            key ??= secrets.Key(reader.GetString(4));
            deliveries.Add(new PendingDelivery(reader.GetGuid(0), webhookId, reader.GetGuid(1), reader.GetInt16(2), reader.GetString(3), key));
        }

        return deliveries;
    }
}
