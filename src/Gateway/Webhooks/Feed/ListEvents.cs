using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;

namespace Gateway.Webhooks.Feed;

/// <summary>An event as the feed shows it: as a webhook would carry it, with its id.</summary>
[SchemaName("GatewayEvent")]
internal sealed record EventView(string Id, string Type, DateTimeOffset Timestamp, JsonElement Data);

/// <summary>A page of the feed, oldest first.</summary>
/// <param name="Items">May be empty.</param>
/// <param name="NextCursor">Where to go on, now or later: it is there even when the page is empty.</param>
/// <param name="HasMore">True: ask for the next page at once. False: nothing more has happened yet.</param>
internal sealed record EventList(IReadOnlyList<EventView> Items, string NextCursor, bool HasMore);

/// <summary><c>GET /v1/events</c>.</summary>
internal sealed class ListEvents(FeedQuery query, ReadFeed feed, RenderEvents render)
{
    public async Task<IResult> HandleAsync(
        HttpContext context, string? types, string? start, int? limit, string? cursor,
        CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        if (limit is < 1 or > ReadWebhooks.MaxLimit)
        {
            faults.Add(new Fault("?limit", "out_of_range", $"1 to {ReadWebhooks.MaxLimit}."));
        }

        if (query.Read(context, types, start, cursor, faults, out var part) is { } refused)
        {
            return refused;
        }

        var account = context.User.AccountId();
        if (part.From is not { } from)
        {
            return Answer([], (await feed.NowAsync(cancellationToken)).ToText(account), hasMore: false);
        }

        var most = limit ?? ReadWebhooks.DefaultLimit;
        if (await feed.ReadAsync(account, part.Mask, from, most, cancellationToken) is not { } page)
        {
            return FeedQuery.Ahead;
        }

        var bodies = await render.RenderAsync(page.EventIds, !context.User.Key().ReadsPii, cancellationToken);
        return Answer(
            page.EventIds.Where(bodies.ContainsKey).Select(id => (id, bodies[id].Body)),
            page.Next.ToText(account),
            page.Next.Window is not null);
    }

    /// <summary>
    /// An event as clients see it in the feed: without the brace that opens the body, so that the id comes first.
    /// </summary>
    public static byte[] Item(Guid id, byte[] body) =>
        [.. "{\"id\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(EventName.Of(id)), .. "\","u8, .. body.AsSpan(1)];

    // The bodies are JSON already; they are put together, not read again.
    private static IResult Answer(
        IEnumerable<(Guid Id, byte[] Body)> items, string next, bool hasMore) => Results.Stream(
        async stream =>
        {
            await using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = WebhookJson.Strict.Options.Encoder, SkipValidation = true });
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var (id, body) in items)
            {
                writer.WriteRawValue(Item(id, body), skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteString("nextCursor", next);
            writer.WriteBoolean("hasMore", hasMore);
            writer.WriteEndObject();
        },
        "application/json; charset=utf-8");
}
