using System.Text.Json;
using Gateway.Platform;

namespace Gateway.Accounts;

/// <summary>A registered sender number (발신번호).</summary>
internal sealed record SenderView
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Number { get; init; }

    public required string? Comment { get; init; }

    /// <summary>
    /// <c>pending</c> until the operator approves it, <c>approved</c>, <c>blocked</c> by a vendor's result, or
    /// <c>expired</c> since <c>expiresAt</c>.
    /// </summary>
    public required SenderState State { get; init; }

    /// <summary>Until when it may be used; null: for ever.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The result code (306 to 309, 515 to 518) that blocked it; null while it is not blocked.</summary>
    public required int? BlockedCode { get; init; }

    /// <summary>When that was; null while it is not blocked.</summary>
    public required DateTimeOffset? BlockedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As this key may see it. The number itself is an account's own, no recipient's.</summary>
    public SenderView For(KnownKey key) =>
        key.ReadsPii || Comment is null ? this : this with { Comment = Mask.Text(Comment) };

    public static SenderView From(Sender sender, DateTimeOffset now) => new()
    {
        Id = sender.Id,
        AccountId = sender.AccountId,
        Number = sender.Number,
        Comment = sender.Comment,
        State = sender.StateAt(now),
        ExpiresAt = sender.ExpiresAt,
        BlockedCode = sender.State == SenderState.Blocked ? sender.BlockedCode : null,
        BlockedAt = sender.State == SenderState.Blocked ? sender.BlockedAt : null,
        CreatedAt = sender.CreatedAt,
    };

    /// <summary>What the audit log keeps of a change.</summary>
    public static AuditEntry Audit(HttpContext context, string action, Sender sender, DateTimeOffset now) =>
        AuditEntry.Of(
            context.User.Key(),
            action,
            sender.Id,
            JsonSerializer.Serialize(From(sender, now), AccountJson.Strict.SenderView),
            now);
}

/// <summary>A page of sender numbers, newest first.</summary>
internal sealed record SenderList(IReadOnlyList<SenderView> Items, string? NextCursor);
