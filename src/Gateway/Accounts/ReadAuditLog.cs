using System.Text.Json.Nodes;
using Gateway.Platform;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>One administrative change.</summary>
[SchemaName("AuditEntry")]
internal sealed record AuditView
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account of the key that was used.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The key that was used; null for <c>Gateway:AdminKey</c>.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>Such as <c>account.created</c>, <c>key.revoked</c>, <c>console.signed_in</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The id of what was changed.</summary>
    public required string Target { get; init; }

    /// <summary>What it was changed to.</summary>
    public required JsonNode? Detail { get; init; }
}

/// <summary>A page of changes, newest first.</summary>
internal sealed record AuditList(IReadOnlyList<AuditView> Items, string? NextCursor);

/// <summary><c>GET /v1/audit-log</c>.</summary>
internal sealed class ReadAuditLog(GatewayDb db)
{
    public async Task<IResult> ListAsync(HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (Page.Read(limit, cursor, out var page) is { } refused)
        {
            return refused;
        }

        var own = context.User.AccountId();
        var found = await page.Of(db.Set<AuditEntry>()
            .Where(entry => (own == Caller.DefaultAccount || entry.AccountId == own) && (page.Before == null || entry.Id < page.Before))
            .OrderByDescending(entry => entry.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, entry => entry.Id);
        return Results.Json(new AuditList([.. items.Select(entry => View(entry, context.User.Key().ReadsPii))], next), AccountJson.Strict.AuditList);
    }

    private static AuditView View(AuditEntry entry, bool pii) => new()
    {
        Id = entry.Id,
        At = entry.At,
        AccountId = entry.AccountId,
        KeyId = entry.KeyId,
        Action = entry.Action,
        Target = entry.Target,
        Detail = entry.Detail is null ? null : pii ? JsonNode.Parse(entry.Detail) : Mask.Json(entry.Detail),
    };
}
