using System.Linq.Expressions;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Numbers;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Accounts;

/// <summary><c>POST</c> and <c>GET /v1/senders</c>, <c>DELETE /v1/senders/{id}</c>.</summary>
internal sealed class ManageSenders(
    GatewayDb db,
    IdempotentCreate create,
    SenderRequestValidator validator,
    FindSender senders,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    private const int MaxBodyBytes = 16 * 1024;

    public async Task<IResult> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, AccountJson.Strict.SenderRequest, MaxBodyBytes)).CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var accountId = request.AccountId ?? context.User.AccountId();
        var number = PhoneNumber.Sender(request.Number).Digits; // Checked.
        var now = time.GetUtcNow();
        var sender = new Sender
        {
            Id = NewId.At(now),
            AccountId = accountId,
            Number = number,
            Comment = request.Comment,
            State = StateFor(context),
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            CreatedAt = now,
        };
        db.Add(SenderView.Audit(context, "sender.registered", sender, now));
        try
        {
            var answer = JsonSerializer.SerializeToUtf8Bytes(
                SenderView.From(sender, now), AccountJson.Strict.SenderView);
            var most = limits.Value.SendersPerAccount;
            return await create.AddAsync(
                context,
                context.User.Key().Acting(accountId),
                body.Hash,
                sender,
                new KeptAnswer(StatusCodes.Status201Created, answer),
                cancellationToken,
                (connection, token) => WithinLimit.RefuseAsync(connection, CountedThing.Senders, "Accounts.Sql.count-senders", accountId, most, ErrorCode.TooManySenders, token));
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return ProblemResult.Invalid([new Fault("/number", "already_registered", "The account has this number already.")]);
        }
    }

    /// <summary>What the operator registers is approved with it; what an account registers itself waits.</summary>
    private static SenderState StateFor(HttpContext context) => context.User.AccountId() == Caller.DefaultAccount ? SenderState.Approved : SenderState.Pending;

    public async Task<IResult> ListAsync(HttpContext context, string? state, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var wanted = ClosedSet.Of<SenderState>().Find(state);
        if (state is not null && wanted is null)
        {
            return ProblemResult.Malformed([new Fault("?state", "unknown_value", ClosedSet.Of<SenderState>().Expected)]);
        }

        var now = time.GetUtcNow();
        var found = await page.Of(
            Visible(context).Where(InState(wanted, now)).Where(sender => page.Before == null || sender.Id < page.Before)
            .OrderByDescending(sender => sender.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, sender => sender.Id);
        return Results.Json(
            new SenderList([.. items.Select(sender => SenderView.From(sender, now).For(context.User.Key()))], next),
            AccountJson.Strict.SenderList);
    }

    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (await Visible(context).SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no sender number with this id.");
        }

        if (found.State == SenderState.Blocked && context.User.AccountId() != Caller.DefaultAccount)
        {
            return UnblockSender.Blocked;
        }

        db.Remove(found);
        db.Add(SenderView.Audit(context, "sender.removed", found, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        senders.Forget();
        return Results.NoContent();
    }

    /// <summary>Whether a number is approved or expired, its time says.</summary>
    private static Expression<Func<Sender, bool>> InState(SenderState? wanted, DateTimeOffset now) => wanted switch
    {
        null => sender => true,
        SenderState.Approved => sender => sender.State == SenderState.Approved && !(sender.ExpiresAt <= now),
        SenderState.Expired => sender => sender.State == SenderState.Approved && sender.ExpiresAt <= now,
        _ => sender => sender.State == wanted,
    };

    private IQueryable<Sender> Visible(HttpContext context)
    {
        var own = context.User.AccountId();
        return db.Set<Sender>().Where(sender => own == Caller.DefaultAccount || sender.AccountId == own);
    }
}
