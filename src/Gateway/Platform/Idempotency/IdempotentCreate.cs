using System.Data.Common;
using System.Security.Cryptography;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gateway.Platform.Idempotency;

/// <summary>
/// Creates one thing at most once for an <c>Idempotency-Key</c>: the key, the answer and the thing are stored in one
/// transaction, and the table's unique key decides. Answers are kept encrypted, because they tell of an account; one
/// that shows a secret is not kept at all.
/// </summary>
internal sealed class IdempotentCreate(
    GatewayDb db, IDataProtectionProvider protection, DamagedRows damaged, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Idempotency.Answer");

    /// <summary>
    /// Adds what <paramref name="entity"/> is and answers <paramref name="answer"/>, or with the first answer when the
    /// key came before.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="actor">For whom; see <see cref="IdempotencyScope"/>.</param>
    /// <param name="requestHash">Of all that makes two requests the same.</param>
    /// <param name="entity">What is added.</param>
    /// <param name="answer">What is answered, and kept for repetitions.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    /// <param name="refuse">
    /// Asked in the transaction, and only of what is new: what it answers instead of null refuses the request.
    /// </param>
    public Task<IResult> AddAsync(
        HttpContext context,
        Actor actor,
        byte[] requestHash,
        object entity,
        KeptAnswer answer,
        CancellationToken cancellationToken,
        Func<NpgsqlConnection, CancellationToken, Task<IResult?>>? refuse = null) =>
        CarryOutAsync(
            context,
            actor,
            requestHash,
            answer,
            async (connection, token) =>
            {
                if (refuse is not null && await refuse(connection, token) is { } refusal)
                {
                    return refusal;
                }

                db.Add(entity);
                await db.SaveChangesAsync(token);
                return null;
            },
            cancellationToken);

    /// <summary>
    /// Makes a change and answers <paramref name="answer"/>, or the first answer when the key came before.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="actor">For whom; see <see cref="IdempotencyScope"/>.</param>
    /// <param name="requestHash">
    /// Of all that makes two requests the same: of the path too, where the body alone does not say it.
    /// </param>
    /// <param name="answer">What is answered, and kept for repetitions.</param>
    /// <param name="change">
    /// Works on the connection of the transaction. What it answers instead of null refuses the request, and nothing is
    /// kept.
    /// </param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    public async Task<IResult> CarryOutAsync(
        HttpContext context,
        Actor actor,
        byte[] requestHash,
        KeptAnswer answer,
        Func<NpgsqlConnection, CancellationToken, Task<IResult?>> change,
        CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context, out var given))
        {
            return IdempotencyKey.Invalid;
        }

        var key = IdempotencyScope.OfRoute(context, given, actor.Test);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (key is not null && !await TryInsertKeyAsync(transaction.GetDbTransaction(), actor.AccountId, key, requestHash, answer, cancellationToken))
        {
            return await ReplayAsync(
                context,
                transaction.GetDbTransaction(),
                actor.AccountId,
                key,
                requestHash,
                answer,
                cancellationToken);
        }

        if (await change((NpgsqlConnection)db.Database.GetDbConnection(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await transaction.CommitAsync(cancellationToken);
        return new KeptJson(answer.Status, answer.Body);
    }

    private async Task<bool> TryInsertKeyAsync(
        DbTransaction transaction,
        Guid accountId,
        string key,
        byte[] hash,
        KeptAnswer answer,
        CancellationToken cancellationToken)
    {
        await using var command = Command(transaction, "Platform.Idempotency.Sql.insert-key", accountId, key);
        command.Parameters.Add(new NpgsqlParameter<byte[]>("request_hash", hash));
        command.Parameters.Add(new NpgsqlParameter<short>("status", (short)answer.Status));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("answer", _protector.Protect(answer.SecretOf is { } id ? id.ToByteArray() : answer.Body)));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<IResult> ReplayAsync(
        HttpContext context,
        DbTransaction transaction,
        Guid accountId,
        string key,
        byte[] hash,
        KeptAnswer answer,
        CancellationToken cancellationToken)
    {
        await using var command = Command(transaction, "Platform.Idempotency.Sql.find-key", accountId, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            // Its day ended this very moment.
            return new ProblemResult(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1));
        }

        var stored = await reader.GetFieldValueAsync<byte[]>(0, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(stored, hash))
        {
            return IdempotencyKey.Reused;
        }

        var kept = await reader.GetFieldValueAsync<byte[]>(1, cancellationToken);
        try
        {
            return Replay(context, _protector.Unprotect(kept), answer);
        }
        catch (Exception fault) when (LostText.Is(fault))
        {
            damaged.Tell(
                KeptAnswer.Kind,
                KeptAnswer.NameOf(accountId, key),
                $"it cannot be opened: {fault.GetBaseException().Message} Its request is refused, and not carried out again.");
            return IdempotencyKey.AnswerLost();
        }
    }

    private static IResult Replay(HttpContext context, byte[] kept, KeptAnswer answer)
    {
        if (answer.SecretOf is not null)
        {
            return IdempotencyKey.SecretShown(new Guid(kept));
        }

        context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return new KeptJson(answer.Status, kept);
    }

    private static NpgsqlCommand Command(DbTransaction transaction, string statement, Guid accountId, string key)
    {
        // The transaction is open, so it has its connection.
        var command = ((NpgsqlConnection)transaction.Connection!).Command(statement);
        command.Transaction = (NpgsqlTransaction)transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", key));
        return command;
    }

    private sealed class KeptJson(int status, byte[] answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            return httpContext.Response.Body.WriteAsync(answer, httpContext.RequestAborted).AsTask();
        }
    }
}
