using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;
using Microsoft.Extensions.Options;

namespace Gateway.Webhooks.Feed;

/// <summary>Which part of the feed a client wants.</summary>
/// <param name="Mask">Types as bits.</param>
/// <param name="From">Where it goes on; null for only what comes from now on.</param>
internal sealed record FeedPart(long Mask, FeedCursor? From);

/// <summary>Reads what both forms of the feed are asked by: <c>types</c>, <c>start</c> and a cursor.</summary>
internal sealed class FeedQuery(IOptions<RetentionOptions> retention, TimeProvider time)
{
    /// <summary>The header in which a client that was connected before says where it was.</summary>
    public const string LastEventId = "Last-Event-ID";

    public const string Latest = "latest";

    private const string Remedy =
        "Without one the feed begins with the oldest event that is kept, with start=latest at this moment.";

    public static ClosedSet<string> Starts { get; } = ClosedSet.Of("oldest", Latest);

    /// <summary>For a cursor of a database that was there before this one.</summary>
    public static ProblemResult Ahead { get; } = new(
        ErrorCode.CursorExpired,
        "The gateway's database is older than this cursor: it was restored from a copy, or has lost its last seconds. "
            + $"The gateway cannot say what was lost. {Remedy}");

    /// <summary>
    /// The problem when the query cannot be understood; more faults of it may have been found before.
    /// </summary>
    public ProblemResult? Read(
        HttpContext context, string? types, string? start, string? cursor, List<Fault> faults, out FeedPart part)
    {
        part = Parse(context, types, start, cursor, faults);
        return faults.Count > 0 ? ProblemResult.Malformed(faults) : TooOld(part.From);
    }

    /// <summary>The same for a stream. A client that comes back says in a header where it was.</summary>
    public ProblemResult? ReadStream(
        HttpContext context, string? types, string? start, string? cursor, out FeedPart part)
    {
        var faults = new List<Fault>();
        part = Parse(context, types, start, cursor, faults);
        var last = context.Request.Headers[LastEventId];
        if (!string.IsNullOrEmpty(last.ToString()))
        {
            if (last.Count > 1 || !FeedCursor.TryParse(last.ToString(), context.User.AccountId(), out var from))
            {
                faults.Add(new Fault(
                    "",
                    "invalid_cursor",
                    $"{LastEventId} is not an id of this account's stream, or damaged: an id is what stands behind "
                        + $"id:, and not the event's own. Leave the header away. {Remedy}"));
            }
            else
            {
                part = part with { From = from }; // Its address is still that of its first request.
            }
        }

        return faults.Count > 0 ? ProblemResult.Malformed(faults) : TooOld(part.From);
    }

    private static FeedPart Parse(
        HttpContext context, string? types, string? start, string? cursor, List<Fault> faults)
    {
        faults.InsertRange(0, CheckQuery.FaultsOf(context));
        var bits = QueriesModule.Many(types, EventPattern.Words, "types", faults);
        var mask = types is null ? EventPattern.Mask("*") : bits.Aggregate(0L, (mask, more) => mask | more);
        if (start is not null && cursor is not null)
        {
            faults.Add(new Fault("?start", "unknown_value", "Only without a cursor."));
        }

        var from = FeedCursor.Beginning;
        if (cursor is not null && !FeedCursor.TryParse(cursor, context.User.AccountId(), out from))
        {
            faults.Add(new Fault(
                "?cursor",
                "invalid_cursor",
                $"Not a cursor of this account's feed, or damaged. Take nextCursor of the page before. {Remedy}"));
        }

        return new FeedPart(mask, start == Latest ? null : from);
    }

    private ProblemResult? TooOld(FeedCursor? from) =>
        retention.Value.Messages is > 0 and var days && from?.At < time.GetUtcNow().AddDays(-days)
            ? new ProblemResult(
                ErrorCode.CursorExpired,
                $"The cursor is of {from.At:yyyy-MM-dd}, and events are kept for {days} days (Retention:Messages): "
                    + $"some that came after it may be gone. {Remedy}")
            : null;
}
