namespace Gateway.Acceptance.DryRuns;

/// <summary>What the document says of dry runs.</summary>
internal static class DryRunTexts
{
    /// <summary>Of <c>POST /v1/messages</c>.</summary>
    public const string Send =
        "**Dry run**: with `dryRun=true` everything is checked and counted as if it were sent, and **nothing is "
        + "stored**: no message, no quota, no `Idempotency-Key` (one that is given is not looked up, and `warnings` say "
        + "so), no event. The answer is 200 with the messages as they would leave (the first 100: text with its "
        + "variables, bytes, the channel after `onTooLong`, vendor, fallback, when they would leave), what they would cost by the "
        + "account's `prices`, and whether the quotas have room. `refusal` and `errors` say why the request itself "
        + "would be refused (409, 422, 429), with the same codes and pointers. A body that cannot be read, or a wrong "
        + "key, is refused as usual. It needs the same scope, counts as a request for the limit "
        + "of requests per second, and takes test keys, whose prices are those of live ones. Vendors that the routing "
        + "rules choose, and what else depends on the moment, may be others when it is sent.";

    /// <summary>Of <c>POST /v1/batches</c>.</summary>
    public const string Batches =
        "With `dryRun=true` a batch or an upload in any of these forms is a **dry run**: it is read whole and "
        + "checked as usual, line by line and against its own lines, opt-outs, quotas and what was sent before; "
        + "**nothing is "
        + "stored**, and the answer is 200 with counts (by channel, vendor and fault), the first 100 errors, the first "
        + "100 messages as they would leave, what all would cost, and whether the quotas have room. An upload that "
        + "broke off before is tried from its beginning: the `Idempotency-Key` is not looked up. See `POST "
        + "/v1/messages`.";

    /// <summary>Of <c>POST /v1/batches/{id}/resend</c>.</summary>
    public const string Resend =
        "With `dryRun=true` nothing is stored, and the answer is 200 with what would be sent again, as a dry run of "
        + "`POST /v1/batches` tells it; without the scope `messages:read-pii` its numbers, names and texts are masked.";
}
