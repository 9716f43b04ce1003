namespace Gateway.Webhooks;

/// <summary>Longer texts of the documentation.</summary>
internal static class WebhookTexts
{
    public const string Requests =
        "Requests follow [Standard Webhooks 1.0](https://www.standardwebhooks.com): the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` "
        + "(`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; several with spaces between them while a secret is being replaced). The libraries `standardwebhooks` and `svix` verify them. "
        + "The body is `{ \"type\", \"timestamp\", \"data\" }`, or with `batch: true` an array of up to 100 of these. The `secret` is shown only in this answer. "
        + "An endpoint is told what the key that gave its address may see: without `messages:read-pii` numbers and names of recipients are masked (`masked`).\n\n"
        + "Any 2xx within 15 s is success. Otherwise the request is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, with the same `webhook-id` and the same events: "
        + "an event may arrive more than once, so remember the ids. `Retry-After` is obeyed with 429 and 503. Events of one message arrive in order.\n\n"
        + "410 disables the endpoint at once, and so do five days of nothing but failures; `disabledReason` says why. Its events are kept, and sent when you enable it again. "
        + "An endpoint that fails again and again is asked less often, with one request at a time, until it answers with 2xx.";

    public const string Feed =
        "The same events that webhooks carry, for those who cannot take webhooks: all of them, those of one message in order.\n\n"
        + "1. The first time, call it without a cursor: you get the oldest events that are kept. With `start=latest` you get an empty page whose cursor stands at this moment.\n"
        + "2. Work on `items`, then store `nextCursor` with your own data. It is there even when the page is empty, and it stays valid.\n"
        + "3. Call again with `cursor=`: at once while `hasMore` is true, else after a pause, such as a second.\n\n"
        + "When you crash between working and storing, the same events come again: at least once, so remember the ids. "
        + "`types` takes names and patterns separated by commas, such as `message.*,batch.completed`; with a rare type a page may be empty while `hasMore` is true.";
}
