using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>A new signing secret.</summary>
internal sealed record RotatedSecret
{
    public required Guid Id { get; init; }

    /// <summary>The new signing secret, shown only here.</summary>
    public required string Secret { get; init; }

    /// <summary>Until then requests carry a second signature, made with the secret before.</summary>
    public required DateTimeOffset PreviousSecretUntil { get; init; }
}

/// <summary><c>POST /v1/webhooks/{id}/rotate-secret</c>.</summary>
internal sealed class RotateSecret(IdempotentCreate create, SigningSecret secrets, TimeProvider time)
{
    /// <summary>What the contract says.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var accountId = context.User.AccountId();
        var secret = SigningSecret.Create();
        var answer = new RotatedSecret { Id = id, Secret = secret, PreviousSecretUntil = now + Overlap };
        return create.CarryOutAsync(
            context,
            context.User.Key().Acting(),
            RequestHash.OfPath(context),
            new KeptAnswer(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(answer, WebhookJson.Strict.RotatedSecret)) { SecretOf = id },
            async (connection, token) =>
            {
                await using var command = connection.Command("Webhooks.Sql.rotate-secret");
                command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
                command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
                command.Parameters.Add(new NpgsqlParameter<string>("secret", secrets.Protect(secret)));
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", answer.PreviousSecretUntil));
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
                return await command.ExecuteNonQueryAsync(token) == 1 ? null : ReadWebhooks.NotFound();
            },
            cancellationToken);
    }
}
