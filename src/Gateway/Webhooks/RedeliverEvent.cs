using System.Text.Json;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>A delivery that was asked for again.</summary>
internal sealed record Redelivery(Guid Id, [property: Words(typeof(DeliveryStatus))] string Status);

/// <summary><c>POST /v1/webhooks/{id}/deliveries/{deliveryId}/redeliver</c>.</summary>
internal sealed class RedeliverEvent(IdempotentCreate create, GatewayDb db, MessageSignals signals, TimeProvider time)
{
    public async Task<IResult> HandleAsync(
        HttpContext context, Guid id, Guid deliveryId, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        var result = await create.CarryOutAsync(
            context,
            context.User.Key().Acting(),
            RequestHash.OfPath(context),
            new KeptAnswer(StatusCodes.Status202Accepted, JsonSerializer.SerializeToUtf8Bytes(new Redelivery(deliveryId, "pending"), WebhookJson.Strict.Redelivery)),
            async (connection, token) =>
            {
                if (!await db.Set<Webhook>().AnyAsync(webhook => webhook.Id == id && webhook.AccountId == accountId && webhook.DeletedAt == null, token))
                {
                    return ReadWebhooks.NotFound();
                }

                await using var command = connection.Command("Webhooks.Sql.redeliver");
                command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", id));
                command.Parameters.Add(new NpgsqlParameter<Guid>("id", deliveryId));
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
                return await command.ExecuteNonQueryAsync(token) == 1
                    ? null
                    : new ProblemResult(ErrorCode.NotFound, "This webhook has no delivery with this id.");
            },
            cancellationToken);
        signals.Events.Beat();
        return result;
    }
}
