using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Acceptance.Batches;

/// <summary><c>GET /v1/batches</c> and <c>GET /v1/batches/{id}</c>.</summary>
internal sealed class ReadBatches(GatewayDb db, CountBatch count)
{
    /// <summary>A page counts nothing: fifty running batches of a million messages each would be too much for one request.</summary>
    public async Task<IResult> ListAsync(HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var accountId = context.User.AccountId();
        var found = await page.Of(db.Set<Batch>().AsNoTracking()
            .Where(batch => batch.AccountId == accountId && (page.Before == null || batch.Id < page.Before))
            .OrderByDescending(batch => batch.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, batch => batch.Id);
        var (key, inKorean) = (context.User.Key(), context.AnswersInKorean());
        return Results.Json(
            new BatchList([.. items.Select(batch => BatchView.Of(batch, null).For(key, inKorean))], next),
            BatchJson.Strict.BatchList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        var batch = await db.Set<Batch>().AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == id && batch.AccountId == accountId, cancellationToken);
        if (batch is null)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.");
        }

        var counts = batch.CompletedAt is null ? await count.CountAsync(id, cancellationToken) : null;
        return Results.Json(
            BatchView.Of(batch, counts).For(context.User.Key(), context.AnswersInKorean()),
            BatchJson.Strict.BatchView);
    }
}
