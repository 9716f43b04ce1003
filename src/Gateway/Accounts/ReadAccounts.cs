using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary><c>GET /v1/accounts</c> and <c>GET /v1/accounts/{id}</c>. The installation's administrators see all accounts, those of an account their own.</summary>
internal sealed class ReadAccounts(GatewayDb db, VendorTable vendors, UseQuota quota)
{
    public async Task<IResult> ListAsync(HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var found = await page.Of(Visible(context).Where(account => page.Before == null || account.Id < page.Before).OrderByDescending(account => account.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, account => account.Id);
        return Results.Json(
            new AccountList(
            [.. items.Select(account => AccountView.From(account).With(vendors).For(context.User.Key()))], next),
            AccountJson.Strict.AccountList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await Visible(context).SingleOrDefaultAsync(account => account.Id == id, cancellationToken) is { } account
            ? Results.Json(
                (AccountView.From(account) with { Usage = await quota.UsageAsync(account, cancellationToken) })
                    .With(vendors).For(context.User.Key()),
                AccountJson.Strict.AccountView)
            : new ProblemResult(ErrorCode.NotFound, "There is no account with this id.");

    private IQueryable<Account> Visible(HttpContext context)
    {
        var own = context.User.AccountId();
        return db.Set<Account>().Where(account => own == Caller.DefaultAccount || account.Id == own);
    }
}
