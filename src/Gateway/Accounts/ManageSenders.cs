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

/// <summary>A number to register.</summary>
internal sealed record SenderRequest
{
    /// <summary>
    /// The number as the rules for senders allow it; three or four digits (특수번호) too, which no account sends from
    /// without registering them. Required.
    /// </summary>
    public string? Number { get; init; }

    /// <summary>Your own words, at most 256 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Whose number it is. Default: the key's account. Others only with an admin key of the built-in account.</summary>
    public Guid? AccountId { get; init; }
}

/// <summary>A registered sender number (발신번호). <c>state</c> is <c>approved</c>, or <c>pending</c> until the operator approves it.</summary>
internal sealed record SenderView(Guid Id, Guid AccountId, string Number, string? Comment, SenderState State, DateTimeOffset CreatedAt)
{
    /// <summary>As this key may see it. The number itself is an account's own, no recipient's.</summary>
    public SenderView For(KnownKey key) => key.ReadsPii || Comment is null ? this : this with { Comment = Mask.Text(Comment) };

    public static SenderView From(Sender sender) => new(sender.Id, sender.AccountId, sender.Number, sender.Comment, sender.State, sender.CreatedAt);
}

/// <summary>A page of sender numbers, newest first.</summary>
internal sealed record SenderList(IReadOnlyList<SenderView> Items, string? NextCursor);

/// <summary><c>POST</c> and <c>GET /v1/senders</c>, <c>DELETE /v1/senders/{id}</c>.</summary>
internal sealed class ManageSenders(GatewayDb db, IdempotentCreate create, SenderRequestValidator validator, IOptions<LimitsOptions> limits, TimeProvider time)
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
        var sender = new Sender { Id = NewId.At(now), AccountId = accountId, Number = number, Comment = request.Comment, State = StateFor(context), CreatedAt = now };
        db.Add(AuditEntry.Of(context.User.Key(), "sender.registered", sender.Id, JsonSerializer.Serialize(SenderView.From(sender), AccountJson.Strict.SenderView), now));
        try
        {
            var answer = JsonSerializer.SerializeToUtf8Bytes(SenderView.From(sender), AccountJson.Strict.SenderView);
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

        var found = await page.Of(Visible(context).Where(sender => wanted == null || sender.State == wanted).Where(sender => page.Before == null || sender.Id < page.Before).OrderByDescending(sender => sender.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, sender => sender.Id);
        return Results.Json(new SenderList([.. items.Select(sender => SenderView.From(sender).For(context.User.Key()))], next), AccountJson.Strict.SenderList);
    }

    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        if (await Visible(context).SingleOrDefaultAsync(sender => sender.Id == id, cancellationToken) is not { } found)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no sender number with this id.");
        }

        db.Remove(found);
        db.Add(AuditEntry.Of(context.User.Key(), "sender.removed", id, JsonSerializer.Serialize(SenderView.From(found), AccountJson.Strict.SenderView), time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return Results.NoContent();
    }

    private IQueryable<Sender> Visible(HttpContext context)
    {
        var own = context.User.AccountId();
        return db.Set<Sender>().Where(sender => own == Caller.DefaultAccount || sender.AccountId == own);
    }
}
