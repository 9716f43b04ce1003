using System.Data.Common;
using System.Security.Cryptography;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gateway.Platform.Idempotency;

/// <summary>
/// Creates one thing at most once for an <c>Idempotency-Key</c>: the key, the answer and the thing are stored in one transaction, and the table's unique key decides.
/// Answers are kept encrypted, because they may hold a secret.
/// </summary>
internal sealed class IdempotentCreate(GatewayDb db, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Gateway.Idempotency.Answer");

    /// <summary>Adds what <paramref name="entity"/> is and answers 201 with <paramref name="answer"/>, or with the first answer when the key came before.</summary>
    public async Task<IResult> AddAsync(HttpContext context, Guid accountId, byte[] requestHash, object entity, byte[] answer, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        db.Add(entity);
        if (key is null)
        {
            await db.SaveChangesAsync(cancellationToken);
            return Created(answer);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await TryInsertKeyAsync(transaction.GetDbTransaction(), accountId, key, requestHash, answer, cancellationToken))
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return Created(answer);
        }

        return await ReplayAsync(context, transaction.GetDbTransaction(), accountId, key, requestHash, cancellationToken);
    }

    private async Task<bool> TryInsertKeyAsync(DbTransaction transaction, Guid accountId, string key, byte[] hash, byte[] answer, CancellationToken cancellationToken)
    {
        await using var command = Command(transaction, "Platform.Idempotency.Sql.insert-key", accountId, key);
        command.Parameters.Add(new NpgsqlParameter<byte[]>("request_hash", hash));
        command.Parameters.Add(new NpgsqlParameter<short>("status", StatusCodes.Status201Created));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("answer", _protector.Protect(answer)));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<IResult> ReplayAsync(HttpContext context, DbTransaction transaction, Guid accountId, string key, byte[] hash, CancellationToken cancellationToken)
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

        context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return Created(_protector.Unprotect(await reader.GetFieldValueAsync<byte[]>(1, cancellationToken)));
    }

    private static NpgsqlCommand Command(DbTransaction transaction, string statement, Guid accountId, string key)
    {
        var command = ((NpgsqlConnection)transaction.Connection!).Command(statement); // The transaction is open, so it has its connection.
        command.Transaction = (NpgsqlTransaction)transaction;
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", key));
        return command;
    }

    private static IResult Created(byte[] answer) => new CreatedJson(answer);

    private sealed class CreatedJson(byte[] answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status201Created;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            return httpContext.Response.Body.WriteAsync(answer, httpContext.RequestAborted).AsTask();
        }
    }
}
