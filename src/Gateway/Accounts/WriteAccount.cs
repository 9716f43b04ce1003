using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Numbers;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Accounts;

/// <summary><c>POST /v1/accounts</c> and <c>PUT /v1/accounts/{id}</c>.</summary>
internal sealed class WriteAccount(
    GatewayDb db,
    IdempotentCreate create,
    AccountRequestValidator validator,
    VendorTable vendors,
    FindKey keys,
    TimeProvider time)
{
    private const int MaxBodyBytes = 64 * 1024;

    public async Task<IResult> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var now = time.GetUtcNow();
        var account = new Account { Id = NewId.At(now), Name = request.Name!, CreatedAt = now, UpdatedAt = now }; // Checked.
        Set(account, request, now);
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            AccountView.From(account).With(vendors), AccountJson.Strict.AccountView);
        db.Add(Audit(context, "account.created", account, now));
        try
        {
            return await create.AddAsync(context, context.User.Key().Acting(), body.Hash, account, new KeptAnswer(StatusCodes.Status201Created, answer), cancellationToken);
        }
        catch (DbUpdateException taken) when (IsNameTaken(taken))
        {
            return NameTaken;
        }
    }

    public async Task<IResult> ReplaceAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        if (await db.Set<Account>().AsTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken) is not { } account)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no account with this id.");
        }

        if (id == Caller.DefaultAccount && request.Status == AccountStatus.Suspended)
        {
            return ProblemResult.Invalid([new Fault("/status", "not_allowed", "The built-in account cannot be suspended: nobody could undo it.")]);
        }

        var now = time.GetUtcNow();
        Set(account, request, now);
        db.Add(Audit(context, "account.changed", account, now));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException taken) when (IsNameTaken(taken))
        {
            return NameTaken;
        }

        keys.Forget();
        return Results.Json(AccountView.From(account).With(vendors), AccountJson.Strict.AccountView);
    }

    private async Task<CheckedBody<AccountRequest>> ReadAsync(HttpContext context) =>
        await (await BodyReader.ReadAsync(context, AccountJson.Strict.AccountRequest, MaxBodyBytes)).CheckAsync(validator, context);

    private static void Set(Account account, AccountRequest request, DateTimeOffset now)
    {
        account.Name = request.Name!; // Checked.
        account.Status = request.Status ?? AccountStatus.Active;
        account.Channels = request.Channels?.Select(channel => channel.ToLowerInvariant()).Distinct().ToArray();
        account.Vendors = request.Vendors?.ToArray();
        account.DefaultSender = request.DefaultSender is { } sender ? PhoneNumber.Sender(sender).Digits : null; // Checked.
        account.SubId = request.SubId;
        account.OriginCode = request.OriginCode;
        account.Prices = request.Prices?.ToStored();
        account.DailyQuota = request.DailyQuota;
        account.MonthlyQuota = request.MonthlyQuota;
        account.RequestsPerSecond = request.RequestsPerSecond;
        account.RegisteredSendersOnly = request.RegisteredSendersOnly ?? false;
        account.AdvertisementMarks = request.AdvertisementMarks ?? true;
        account.TwoPersonRelease = request.TwoPersonRelease ?? false;
        account.EnforceTemplates = request.EnforceTemplates ?? false;
        account.DuplicateWindowSeconds = request.DuplicateWindowSeconds;
        account.RecipientHourlyCap = request.RecipientHourlyCap;
        account.UpdatedAt = now;
    }

    private static AuditEntry Audit(HttpContext context, string action, Account account, DateTimeOffset now) =>
        AuditEntry.Of(context.User.Key(), action, account.Id, JsonSerializer.Serialize(AccountView.From(account), AccountJson.Strict.AccountView), now);

    private static bool IsNameTaken(DbUpdateException fault) => fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "accounts_name" };

    private static ProblemResult NameTaken => ProblemResult.Invalid([new Fault("/name", "name_taken", "Another account has this name.")]);
}
