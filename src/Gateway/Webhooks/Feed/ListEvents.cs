using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;

namespace Gateway.Webhooks.Feed;

/// <summary>An event as the feed shows it: as a webhook would carry it, with its id.</summary>
internal sealed record EventView(string Id, string Type, DateTimeOffset Timestamp, JsonElement Data);

/// <summary>A page of the feed, oldest first.</summary>
/// <param name="Items">May be empty.</param>
/// <param name="NextCursor">Where to go on, now or later: it is there even when the page is empty.</param>
/// <param name="HasMore">True: ask for the next page at once. False: nothing more has happened yet.</param>
internal sealed record EventList(IReadOnlyList<EventView> Items, string NextCursor, bool HasMore);

/// <summary><c>GET /v1/events</c>.</summary>
internal sealed class ListEvents(ReadFeed feed, RenderEvents render)
{
    public static ClosedSet<string> Starts { get; } = ClosedSet.Of("oldest", "latest");

    public async Task<IResult> HandleAsync(HttpContext context, string? types, string? start, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var faults = CheckQuery.FaultsOf(context);
        var from = FeedCursor.Beginning;
        var mask = Mask(types, faults);
        if (limit is < 1 or > ReadWebhooks.MaxLimit)
        {
            faults.Add(new Fault("?limit", "out_of_range", $"1 to {ReadWebhooks.MaxLimit}."));
        }

        if (start is not null && cursor is not null)
        {
            faults.Add(new Fault("?start", "unknown_value", "Only without a cursor."));
        }

        if (cursor is not null && !FeedCursor.TryParse(cursor, out from))
        {
            faults.Add(new Fault("?cursor", "invalid_cursor", "Not a cursor of ours. Take nextCursor of the page before."));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        if (start == "latest")
        {
            return Answer([], await feed.NowAsync(cancellationToken));
        }

        var page = await feed.ReadAsync(context.User.AccountId(), mask, from, limit ?? ReadWebhooks.DefaultLimit, cancellationToken);
        var bodies = await render.RenderAsync(page.EventIds, !context.User.Key().ReadsPii, cancellationToken);
        return Answer(page.EventIds.Where(bodies.ContainsKey).Select(id => (id, bodies[id].Body)), page.Next);
    }

    private static long Mask(string? types, List<Fault> faults)
    {
        var bits = QueriesModule.Many(types, EventPattern.Words, "types", faults);
        return types is null ? EventPattern.Mask("*") : bits.Aggregate(0L, (mask, more) => mask | more);
    }

    // The bodies are JSON already; they are put together, not read again.
    private static IResult Answer(IEnumerable<(Guid Id, byte[] Body)> items, FeedCursor next) => Results.Stream(
        async stream =>
        {
            await using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = WebhookJson.Strict.Options.Encoder, SkipValidation = true });
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var (id, body) in items)
            {
                // Without the brace that opens the body: the id comes first.
                writer.WriteRawValue([.. "{\"id\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(EventName.Of(id)), .. "\","u8, .. body.AsSpan(1)], skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteString("nextCursor", next.ToString());
            writer.WriteBoolean("hasMore", next.Window is not null);
            writer.WriteEndObject();
        },
        "application/json; charset=utf-8");
}
