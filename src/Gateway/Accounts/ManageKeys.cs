using System.Text.Json;
using Gateway.Accounts.Addresses;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Accounts;

/// <summary>
/// <c>POST</c> and <c>GET /v1/accounts/{id}/keys</c>, <c>DELETE /v1/accounts/{id}/keys/{keyId}</c>. The installation's administrators manage all accounts' keys, those of an
/// account their own.
/// </summary>
internal sealed class ManageKeys(GatewayDb db, IdempotentCreate create, KeyRequestValidator validator, FindKey keys, IOptions<LimitsOptions> limits, TimeProvider time)
{
    private const int MaxBodyBytes = 64 * 1024;

    private static readonly ProblemResult NoAccount = new(ErrorCode.NotFound, "There is no account with this id.");

    public async Task<IResult> CreateAsync(HttpContext context, Guid accountId, CancellationToken cancellationToken)
    {
        if (!await IsVisibleAsync(context, accountId, cancellationToken))
        {
            return NoAccount;
        }

        var body = await (await BodyReader.ReadAsync(context, AccountJson.Strict.KeyRequest, MaxBodyBytes)).CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var now = time.GetUtcNow();
        var id = NewId.At(now);
        var secret = KeySecret.Create(id, request.Test ?? false);
        var key = new ApiKey
        {
            Id = id,
            AccountId = accountId,
            Name = request.Name!, // Checked.
            Hash = KeySecret.Hash(secret),
            Scopes = request.Scopes is { } scopes ? [.. scopes.Distinct()] : [.. Scope.All.Except([Scope.Admin])],
            Test = request.Test ?? false,
            AllowedAddresses = AllowedAddresses.Texts(request.AllowedAddresses),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
        };
        db.Add(AuditEntry.Of(context.User.Key(), "key.created", id, JsonSerializer.Serialize(KeyView.From(key), AccountJson.Strict.KeyView), now));
        var answer = JsonSerializer.SerializeToUtf8Bytes(KeyView.From(key) with { Key = secret }, AccountJson.Strict.KeyView);
        var most = limits.Value.KeysPerAccount;
        return await create.AddAsync(
            context,
            context.User.Key().Acting(accountId),
            body.Hash,
            key,
            new KeptAnswer(StatusCodes.Status201Created, answer) { SecretOf = id },
            cancellationToken,
            (connection, token) => WithinLimit.RefuseAsync(connection, CountedThing.Keys, "Accounts.Sql.count-keys", accountId, most, ErrorCode.TooManyKeys, token));
    }

    public async Task<IResult> ListAsync(HttpContext context, Guid accountId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        if (!await IsVisibleAsync(context, accountId, cancellationToken))
        {
            return NoAccount;
        }

        var found = await page.Of(db.Set<ApiKey>().Where(key => key.AccountId == accountId && (page.Before == null || key.Id < page.Before)).OrderByDescending(key => key.Id))
            .ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, key => key.Id);
        return Results.Json(new KeyList([.. items.Select(key => KeyView.From(key).For(context.User.Key()))], next), AccountJson.Strict.KeyList);
    }

    /// <summary>Revoking is for ever; repeating it changes nothing.</summary>
    public async Task<IResult> RevokeAsync(HttpContext context, Guid accountId, Guid keyId, CancellationToken cancellationToken)
    {
        var found = await IsVisibleAsync(context, accountId, cancellationToken)
            ? await db.Set<ApiKey>().AsTracking().SingleOrDefaultAsync(key => key.Id == keyId && key.AccountId == accountId, cancellationToken)
            : null;
        if (found is null)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no key with this id.");
        }

        if (found.RevokedAt is null)
        {
            var now = time.GetUtcNow();
            found.RevokedAt = now;
            db.Add(AuditEntry.Of(context.User.Key(), "key.revoked", keyId, null, now));
            await db.SaveChangesAsync(cancellationToken);
        }

        keys.Forget();
        return Results.NoContent();
    }

    private async Task<bool> IsVisibleAsync(HttpContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var own = context.User.AccountId();
        return (own == Caller.DefaultAccount || own == accountId) && await db.Set<Account>().AnyAsync(account => account.Id == accountId, cancellationToken);
    }
}
