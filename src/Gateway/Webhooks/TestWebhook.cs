using System.Text.Json;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Webhooks;

/// <summary>A test that is on its way.</summary>
internal sealed record TestStarted
{
    /// <summary>Where its outcome will be seen: <c>GET …/deliveries</c>.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The <c>webhook-id</c> of an endpoint that takes single events.</summary>
    public required string EventId { get; init; }
}

/// <summary>The <c>data</c> of <c>webhook.test</c>.</summary>
[SchemaName("WebhookTestData")]
internal sealed record TestData
{
    public required Guid WebhookId { get; init; }

    public string Message { get; init; } = "This is a test. 이것은 테스트입니다.";
}

/// <summary><c>POST /v1/webhooks/{id}/test</c>: an event <c>webhook.test</c> for this endpoint alone.</summary>
internal sealed class TestWebhook(IdempotentCreate create, GatewayDb db, MessageSignals signals, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var accountId = context.User.AccountId();
        var (eventId, deliveryId) = (NewId.At(now), NewId.At(now));
        var answer = new TestStarted { DeliveryId = deliveryId, EventId = EventName.Of(eventId) };
        var result = await create.CarryOutAsync(
            context,
            context.User.Key().Acting(),
            RequestHash.OfPath(context),
            new KeptAnswer(
                StatusCodes.Status202Accepted,
                JsonSerializer.SerializeToUtf8Bytes(answer, WebhookJson.Strict.TestStarted)),
            async (connection, token) =>
            {
                await using var command = connection.Command("Webhooks.Sql.test-webhook");
                command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
                command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
                command.Parameters.Add(new NpgsqlParameter<Guid>("event_id", eventId));
                command.Parameters.Add(new NpgsqlParameter<Guid>("delivery_id", deliveryId));
                command.Parameters.Add(new NpgsqlParameter<short>("type", (short)EventType.WebhookTest));
                command.Parameters.Add(new NpgsqlParameter<string>("data", NpgsqlDbType.Jsonb)
                {
                    TypedValue = JsonSerializer.Serialize(new TestData { WebhookId = id }, WebhookJson.Strict.TestData),
                });
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
                return await command.ExecuteNonQueryAsync(token) == 1 ? null : await RefusalAsync(accountId, id, token);
            },
            cancellationToken);
        signals.Events.Beat();
        return result;
    }

    private async Task<IResult> RefusalAsync(Guid accountId, Guid id, CancellationToken cancellationToken) =>
        await db.Set<Webhook>().AnyAsync(webhook => webhook.Id == id && webhook.AccountId == accountId && webhook.DeletedAt == null, cancellationToken)
            ? new ProblemResult(ErrorCode.WebhookDisabled, "Enable it first: PATCH with status enabled.")
            : ReadWebhooks.NotFound();
}
