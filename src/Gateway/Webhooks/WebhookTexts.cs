namespace Gateway.Webhooks;

/// <summary>Longer texts of the documentation.</summary>
internal static class WebhookTexts
{
    public const string Requests =
        "Requests follow [Standard Webhooks 1.0](https://www.standardwebhooks.com): the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` "
        + "(`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; several with spaces between them while a secret is being replaced). The libraries `standardwebhooks` and `svix` verify them. "
        + "The body is `{ \"type\", \"timestamp\", \"data\" }`, or with `batch: true` an array of up to 100 of these. The `secret` is shown only in this answer. "
        + "An endpoint gets what the key that gave its address may see: without `messages:read-pii` numbers and names "
        + "of recipients are masked (`masked`).\n\n"
        + "Any 2xx within 15 s is success. Otherwise the request is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, with the same `webhook-id` and the same events: "
        + "an event may arrive more than once, so remember the ids. `Retry-After` is obeyed with 429 and 503. Events of one message arrive in order.\n\n"
        + "410 disables the endpoint at once, and so do five days of nothing but failures; `disabledReason` and the "
        + "event `webhook.disabled` say why. Its events are kept, and sent when you enable it again. "
        + "An endpoint that fails again and again is called less often, with one request at a "
        + "time, until it answers with 2xx.";

    public const string Feed =
        "The same events that webhooks carry, for those who cannot take webhooks: all of them, those of one message in order.\n\n"
        + "1. The first time, call it without a cursor: you get the oldest events that are kept. With `start=latest` you get an empty page whose cursor stands at this moment.\n"
        + "2. Work on `items`, then store `nextCursor` with your own data. It is there even when the page is empty, "
        + "and it stays valid for as long as events are kept; then it is 410 `cursor_expired`.\n"
        + "3. Call again with `cursor=`: at once while `hasMore` is true, else after a pause, such as a second.\n\n"
        + "When you crash between working and storing, the same events come again: at least once, so remember the ids. "
        + "`types` takes names and patterns separated by commas, such as `message.*,batch.completed`; with a rare type a page may be empty while `hasMore` is true.";

    public const string Stream =
        "The feed of `GET /v1/events` as [server-sent "
            + "events](https://html.spec.whatwg.org/multipage/server-sent-events.html): "
        + "the same events in the same order, each at least once, within a second, as long as the connection holds.\n\n"
        + "`event` is the type, `data` an item of the feed on one line. `id` is the feed's cursor behind the event, "
        + "also without an event: "
        + "an `id` alone moves the position on. Store the last one with your own data; after a break send it as "
        + "`Last-Event-ID` "
        + "(or `cursor=`, for those who cannot set headers), and the stream goes on without a gap: also on another "
        + "node, after a restart, and with `GET /v1/events`.\n\n"
        + "Without one it begins with the oldest event that is kept; with `start=latest` at this moment. `: up to "
        + "date` stands where the past ends. "
        + "A comment comes every 15 s when nothing else does: a client that hears nothing for 45 s connects again. A "
        + "reader that takes nothing for 10 s is cut off, and goes on with its last id. "
        + "A stream ends when the gateway stops, and within 5 s when its key is revoked. "
        + "One key has at most 20 streams on one node (`Limits:StreamsPerKey`), then 429 `too_many_streams`; streams "
        + "count as one request.\n\n"
        + "A browser's `EventSource` cannot send the key: read it with `fetch`, as docs/guides/streams.md shows.";

    public const string LastEventId =
        "The last `id` of the stream that was taken: it goes on behind it. Overrides `cursor` and `start`.";

    public const string StreamExample = """
        retry: 2000

        id: AgKBlsPLBiUAAQkBAQA

        : up to date

        id: AgKTlsPLBikAAgoBAQE
        event: message.delivered
        data: {"id":"evt_01a1fae5ff79720dbb24871ec6eb9fcd","type":"message.delivered","timestamp":"2026-11-29T03:00:02.104Z","data":{"id":"01a1fae5-f1d2-7a1c-9b1e-0c8f3d5a6b7c","channel":"sms","status":"delivered"}}

        : still here

        """;
}
