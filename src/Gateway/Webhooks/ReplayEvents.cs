using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>A stretch of the past.</summary>
internal sealed record ReplayRequest
{
    /// <summary>The first moment. Required.</summary>
    [Required]
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment that is not part of it. Default: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The end of what has happened.</summary>
    public DateTimeOffset End(DateTimeOffset now) => To is { } given && given < now ? given : now;
}

/// <summary>A replay that was asked for.</summary>
internal sealed record ReplayView(Guid Id, Guid WebhookId, DateTimeOffset From, DateTimeOffset To);

/// <summary><c>POST /v1/webhooks/{id}/replay</c>. A job makes the deliveries, so that a long stretch costs neither memory nor the caller's patience.</summary>
internal sealed class ReplayEvents(
    IdempotentCreate create, ReplayRequestValidator validator, IOptions<WebhookOptions> options, TimeProvider time)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(10);

    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, WebhookJson.Strict.ReplayRequest, CreateWebhook.MaxBodyBytes)).CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var now = time.GetUtcNow();
        var accountId = context.User.AccountId();
        var replay = new ReplayView(NewId.At(now), id, request.From!.Value, request.End(now)); // Checked.
        return await create.CarryOutAsync(
            context,
            context.User.Key().Acting(),
            RequestHash.OfPath(context, body.Hash),
            new KeptAnswer(
                StatusCodes.Status202Accepted,
                JsonSerializer.SerializeToUtf8Bytes(replay, WebhookJson.Strict.ReplayView)),
            async (connection, token) => await AddAsync(connection, replay, accountId, now, token) ? await RefuseAsync(connection, replay, accountId, token) : ReadWebhooks.NotFound(),
            cancellationToken);
    }

    /// <summary>False: the account has no such endpoint.</summary>
    private static async Task<bool> AddAsync(
        NpgsqlConnection connection,
        ReplayView replay,
        Guid accountId,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await WithinLimit.LockAsync(connection, CountedThing.Replays, accountId, cancellationToken);
        await using var command = connection.Command("Webhooks.Sql.add-replay");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", replay.Id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", replay.WebhookId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", replay.From.ToUniversalTime()));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("to", replay.To.ToUniversalTime()));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The refusal when the one that was just added is one too many; it takes the addition back.</summary>
    private async Task<IResult?> RefuseAsync(
        NpgsqlConnection connection, ReplayView replay, Guid accountId, CancellationToken cancellationToken)
    {
        var (perEndpoint, perAccount) = (options.Value.ReplaysPerEndpoint, options.Value.ReplaysPerAccount);
        await using var command = connection.Command("Webhooks.Sql.count-replays");
        command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", replay.WebhookId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0) > perEndpoint ? TooMany($"{perEndpoint} replays of this endpoint wait")
            : reader.GetInt64(1) > perAccount ? TooMany($"{perAccount} replays of the account's endpoints wait")
            : null;
    }

    private static ProblemResult TooMany(string what) =>
        new(
            ErrorCode.TooManyReplays,
            $"{what} to be carried out. Ask again when some are done, or for one longer stretch.",
            retryAfter: TryAgain);
}
