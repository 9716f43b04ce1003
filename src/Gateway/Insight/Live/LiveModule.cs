using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Streams;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight.Live;

internal static class LiveModule
{
    private const string Text =
        "A stream of [server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html) for plots, "
        + "not for bookkeeping: `history` once, so that a plot is full, then `second` every second. A key sees the "
        + "messages of its account; an admin key of the built-in account those of all accounts together.\n\n"
        + "`history` has the last hour by the minute of acceptance (as `GET /v1/stats?interval=minute`) and what "
        + "happened in each of the last five minutes' seconds. `second` has what happened in one second, two seconds "
        + "ago; what waits and is in flight in each lane of each vendor; and the vendors as `GET /v1/vendors` shows "
        + "them to this key. `corrected` replaces an earlier second when something was committed late. Computed once "
        + "for all streams of a node, and only while somebody looks on.\n\n"
        + "There are no ids: a client that reconnects gets `history` again. While the gateway's database is away "
        + "nothing "
        + "comes but the comments, every 15 s. Streams count against `Limits:StreamsPerKey`, and end as those of "
        + "`GET /v1/events/stream` do.";

    private const string ShownStream = """
        retry: 2000

        event: history
        data: {"minutes":[{"at":"2026-11-29T03:00:00Z","accepted":120,"pending":2,"delivered":117,"failed":1,"expired":0,"canceled":0}],"seconds":[{"at":"2026-11-29T03:00:01Z","accepted":3,"queued":3,"sending":2,"delivered":2,"failed":0,"expired":0,"canceled":0}]}

        : up to date

        event: second
        data: {"counts":{"at":"2026-11-29T03:00:02Z","accepted":2,"queued":2,"sending":1,"delivered":3,"failed":0,"expired":0,"canceled":0},"lanes":[{"vendor":"kshot","lane":"normal","waiting":0,"inFlight":2}],"vendors":[{"name":"kshot","protocol":"kshot","channels":["sms","lms"],"status":"up"}]}

        """;

    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<LiveBoard>().AddLoop<WatchLive>().AddSingleton<StreamLive>();

    public static void MapLive(this IEndpointRouteBuilder routes) => routes
        .MapGet(
            "/v1/live",
            ([FromServices] StreamLive live, HttpContext context, CancellationToken cancellationToken) =>
                live.HandleAsync(context, cancellationToken))
        .WithTags("Statistics")
        .RequireAuthorization(Scope.ReadMessages)
        .WithName("StreamLive")
        .WithSummary("Live counts, every second")
        .WithDescription(Text)
        .WithMetadata(new Example("live", "Two seconds of a day", ShownStream, 200, EventStream.ContentType))
        .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType)
        .WithProblems(ErrorCode.TooManyStreams, ErrorCode.Overloaded)
        .ProducesProblems(401, 403, 429, 503);
}
