using System.Net;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Gateway.Platform.Streams;
using Gateway.Webhooks.Feed;
using Gateway.Webhooks.Overview;
using Gateway.Webhooks.Sending;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Gateway.Webhooks;

internal static class WebhooksModule
{
    private static readonly TimeSpan ReplayEvery = LookForWork.OwnLook;

    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSection<WebhookOptions>(WebhookOptions.Section);
        services.AddSingleton<SigningSecret>();
        services.AddSingleton<CreateWebhookValidator>();
        services.AddSingleton<ChangeWebhookValidator>();
        services.AddSingleton<ReplayRequestValidator>();
        services.AddScoped<CreateWebhook>();
        services.AddScoped<ReadWebhooks>();
        services.AddScoped<ChangeWebhook>();
        services.AddScoped<RotateSecret>();
        services.AddScoped<TestWebhook>();
        services.AddScoped<ReadDeliveries>();
        services.AddSingleton<ListFailing>();
        services.AddScoped<RedeliverEvent>();
        services.AddScoped<ReplayEvents>();
        services.AddSingleton<RenderEvents>();
        services.AddSingleton<ReadFeed>();
        services.AddSingleton<FeedQuery>();
        services.AddScoped<ListEvents>();
        services.AddScoped<ReadEvent>();
        services.AddSingleton<FeedSignals>();
        services.AddLoop<WatchFeed>();
        services.AddSingleton<StreamEvents>();
        services.AddEvent<TestData>("webhook.test", "Somebody asked for a test of the endpoint.");
        services.AddEvent<DisabledData>(
            "webhook.disabled",
            "An endpoint of the account is not called any more: it has only failed for five days, or answered 410. Its "
            + "events are kept; enable it when it is mended.");
        services.ConfigureSwaggerGen(options =>
        {
            options.SchemaFilter<DescribeEvents>();
            options.DocumentFilter<DescribeWebhooks>();
        });
        return services;
    }

    /// <summary>The delivering side, on nodes that run jobs.</summary>
    public static IServiceCollection AddWebhookDelivery(this IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<ResolveHost>(static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken));
        services.AddSingleton<PostEvent>();
        services.AddSingleton<ClaimDeliveries>();
        services.AddSingleton<DeliveryParts>();
        services.AddLoop<RecordAttempts>();
        services.AddLoop<EndpointLeases>();
        services.AddSingleton<ServedEndpoints>();
        services.AddLoop<DeliveryLoop>();
        services.AddSingleton(static provider =>
        {
            var parts = provider.GetRequiredService<DeliveryParts>();
            return new WorkSign("Webhooks.Sql.due-delivery", _ => parts.Due.Beat())
            {
                Parameters = [() => new NpgsqlParameter<Guid>("node", parts.Leases.Node)],
            };
        });
        services.AddWorkSignOfJob("Webhooks.Sql.replay-job");
        services.AddRecurringJob<CarryOutReplays>("replay-webhooks", ReplayEvery);
        services.AddRecurringJob<PurgeDeliveries>("purge-deliveries", PurgeEvery);
        return services;
    }

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks").RequireAuthorization(Scope.Webhooks);
        webhooks.MapPost("", ([FromServices] CreateWebhook create, HttpContext context, CancellationToken cancellationToken) => create.HandleAsync(context, cancellationToken))
            .WithName("CreateWebhook")
            .WithSummary("Register an endpoint for events")
            .WithDescription(WebhookTexts.Requests)
            .WithMetadata(new Example("messages", "Everything that happens to messages", """{ "url": "https://example.com/hooks", "events": ["message.*"], "description": "orders" }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<CreateWebhookRequest>("application/json")
            .Produces<WebhookView>(StatusCodes.Status201Created)
            .WithProblems(ErrorCode.TooManyWebhooks, ErrorCode.SecretShownBefore)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        webhooks.MapGet("", ([FromServices] ReadWebhooks read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) => read.ListAsync(context, limit, cursor, cancellationToken))
            .WithName("ListWebhooks")
            .WithSummary("List endpoints, newest first")
            .Produces<WebhookList>()
            .ProducesProblems(400, 401, 403, 503);
        webhooks.MapGet("/{id:guid}", ([FromServices] ReadWebhooks read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetAsync(context, id, cancellationToken))
            .WithName("GetWebhook")
            .WithSummary("Read an endpoint")
            .Produces<WebhookView>()
            .ProducesProblems(401, 403, 404, 503);
        webhooks.MapDelete("/{id:guid}", ([FromServices] ReadWebhooks read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.DeleteAsync(context, id, cancellationToken))
            .WithName("DeleteWebhook")
            .WithSummary("Delete an endpoint")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 403, 404, 503);
        webhooks.MapPatch("/{id:guid}", ([FromServices] ChangeWebhook change, HttpContext context, Guid id, CancellationToken cancellationToken) => change.HandleAsync(context, id, cancellationToken))
            .WithName("ChangeWebhook")
            .WithSummary("Change an endpoint, or enable or disable it")
            .WithDescription(
                "Fields that you leave out stay as they are. While an endpoint is disabled its events are kept; enabling it sends them. Changed `events` count for what happens from now on.")
            .WithMetadata(new Example("enable", "Works again", """{ "status": "enabled" }"""))
            .WithMetadata(new Example("events", "Only the ends of messages", """{ "events": ["message.delivered", "message.failed", "message.expired"] }"""))
            .Accepts<ChangeWebhookRequest>("application/json")
            .Produces<WebhookView>()
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 503);
        webhooks.MapActions();
        routes.MapFailing();
        return routes.MapFeed().MapDeliveries(webhooks);
    }

    private static void MapActions(this RouteGroupBuilder webhooks)
    {
        webhooks.MapPost("/{id:guid}/rotate-secret", ([FromServices] RotateSecret rotate, HttpContext context, Guid id, CancellationToken cancellationToken) => rotate.HandleAsync(context, id, cancellationToken))
            .WithName("RotateSecret")
            .WithSummary("Make a new signing secret")
            .WithDescription("The new `secret` is shown only in this answer. For 24 hours `webhook-signature` carries two signatures, one made with each secret, so that you can change over without losing a request.")
            .WithMetadata(IdempotencyKey.Documented)
            .Produces<RotatedSecret>()
            .WithProblems(ErrorCode.SecretShownBefore)
            .ProducesProblems(401, 403, 404, 422, 503);
        webhooks.MapPost("/{id:guid}/test", ([FromServices] TestWebhook test, HttpContext context, Guid id, CancellationToken cancellationToken) => test.HandleAsync(context, id, cancellationToken))
            .WithName("TestWebhook")
            .WithSummary("Send a test event to an endpoint")
            .WithDescription("Sends `webhook.test` to this endpoint alone, whatever events it asked for. What became of it stands in its deliveries.")
            .WithMetadata(IdempotencyKey.Documented)
            .Produces<TestStarted>(StatusCodes.Status202Accepted)
            .WithProblems(ErrorCode.WebhookDisabled)
            .ProducesProblems(401, 403, 404, 409, 422, 503);
    }

    private static void MapFailing(this IEndpointRouteBuilder routes) => routes
        .MapGet(
            "/v1/webhooks/failing",
            (
                [FromServices] ListFailing list, HttpContext context, int? limit, string? cursor,
                CancellationToken cancellationToken) => list.HandleAsync(context, limit, cursor, cancellationToken))
        .WithTags("Webhooks")
        .RequireAuthorization(Scope.Operator)
        .WithName("ListFailingWebhooks")
        .WithSummary("Endpoints of all accounts that fail or are disabled, newest first")
        .WithDescription(
            "For the operator: which receivers only fail, since when, how the last attempt ended (`dns`, `tls`, "
            + "`timeout`, a status, …), and how many events wait for them. The account's own keys see an endpoint's "
            + "attempts in its deliveries. Event: `webhook.disabled`, to the endpoint's account.")
        .Produces<FailingWebhookList>()
        .ProducesProblems(400, 401, 403, 503);

    private static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
                "/v1/events",
                ([FromServices] ListEvents list, HttpContext context, string? types, string? start, int? limit, string? cursor, CancellationToken cancellationToken) =>
                    list.HandleAsync(context, types, start, limit, cursor, cancellationToken))
            .WithTags("Webhooks")
            .RequireAuthorization(Scope.Webhooks)
            .WithName("ListEvents")
            .WithSummary("Poll for events, oldest first")
            .WithDescription(WebhookTexts.Feed)
            .WithWords("types", EventPattern.Words.Words, many: true, code: "unknown_event")
            .WithWords("start", FeedQuery.Starts.Words, code: "unknown_value")
            .WithMetadata(new TellsQueryFaults())
            .Produces<EventList>()
            .Describe(
                new("types", "Which events: names, `message.*`, or `*`."),
                new("start", "Where to begin without a cursor.") { Default = "oldest" })
            .WithProblems(ErrorCode.CursorExpired)
            .ProducesProblems(400, 401, 403, 410, 503);
        routes.MapGet(
                "/v1/events/{id}",
                ([FromServices] ReadEvent read, HttpContext context, string id, CancellationToken cancellationToken) =>
                    read.HandleAsync(context, id, cancellationToken))
            .WithTags("Webhooks")
            .RequireAuthorization(Scope.Webhooks)
            .WithName("GetEvent")
            .WithSummary("Read an event")
            .WithDescription("As the feed shows it and webhooks carry it, by the `eventId` of a delivery.")
            .Produces<EventView>()
            .ProducesProblems(401, 403, 404, 503);
        return routes.MapStream();
    }

    private static IEndpointRouteBuilder MapStream(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
                "/v1/events/stream",
                (
                    [FromServices] StreamEvents stream, HttpContext context, string? types, string? start,
                    string? cursor, CancellationToken cancellationToken) =>
                    stream.HandleAsync(context, types, start, cursor, cancellationToken))
            .WithTags("Webhooks")
            .RequireAuthorization(Scope.Webhooks)
            .WithName("StreamEvents")
            .WithSummary("Events as they happen, oldest first")
            .WithDescription(WebhookTexts.Stream)
            .WithWords("types", EventPattern.Words.Words, many: true, code: "unknown_event")
            .WithWords("start", FeedQuery.Starts.Words, code: "unknown_value")
            .WithMetadata(new TellsQueryFaults())
            .WithMetadata(new RequestHeader(FeedQuery.LastEventId, WebhookTexts.LastEventId, MaxLength: 8000))
            .WithMetadata(new Example(
                "stream", "A message is delivered", WebhookTexts.StreamExample, 200, EventStream.ContentType))
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType)
            .Describe(
                new("types", "Which events: names, `message.*`, or `*`."),
                new("start", "Where to begin without a cursor.") { Default = "oldest" },
                new("cursor", "Where to go on: `nextCursor` of the feed, or the last `id` of a stream."))
            .WithProblems(ErrorCode.CursorExpired, ErrorCode.TooManyStreams, ErrorCode.Overloaded)
            .ProducesProblems(400, 401, 403, 410, 429, 503);
        return routes;
    }

    private static IEndpointRouteBuilder MapDeliveries(this IEndpointRouteBuilder routes, RouteGroupBuilder webhooks)
    {
        webhooks.MapGet(
                "/{id:guid}/deliveries",
                (
                    [FromServices] ReadDeliveries read,
                    HttpContext context,
                    Guid id,
                    string? status,
                    Guid? messageId,
                    int? limit,
                    string? cursor,
                    CancellationToken cancellationToken) =>
                    read.HandleAsync(context, id, status, messageId, limit, cursor, cancellationToken))
            .WithName("ListDeliveries")
            .WithSummary("What was sent to an endpoint, newest first")
            .WithDescription(
                "Every attempt with its time, status, duration, error and the first 2 KB of the answer. `status`: "
                + "`pending`, `succeeded` or `failed`, or several of them. `messageId`: those that tell of one "
                + "message, up to a day after its end. Kept for 35 days.")
            .WithWords("status", ClosedSet.Of<DeliveryStatus>().Words, many: true, code: "unknown_value")
            .WithMetadata(new TellsQueryFaults())
            .Produces<DeliveryList>()
            .Describe(
                new("status", "Only deliveries with one of these statuses."),
                new("messageId", "Only deliveries that tell of this message."))
            .ProducesProblems(400, 401, 403, 404, 503);
        webhooks.MapPost(
                "/{id:guid}/deliveries/{deliveryId:guid}/redeliver",
                ([FromServices] RedeliverEvent redeliver, HttpContext context, Guid id, Guid deliveryId, CancellationToken cancellationToken) =>
                    redeliver.HandleAsync(context, id, deliveryId, cancellationToken))
            .WithName("Redeliver")
            .WithSummary("Send one event again")
            .WithDescription("At once, with the whole retry schedule before it. One that is still pending is tried at once.")
            .WithMetadata(IdempotencyKey.Documented)
            .Produces<Redelivery>(StatusCodes.Status202Accepted)
            .Describe(
                new ParameterText("deliveryId", "The delivery's id."))
            .ProducesProblems(401, 403, 404, 422, 503);
        webhooks.MapReplay();
        return routes;
    }

    private static void MapReplay(this RouteGroupBuilder webhooks) =>
        webhooks.MapPost("/{id:guid}/replay", ([FromServices] ReplayEvents replay, HttpContext context, Guid id, CancellationToken cancellationToken) => replay.HandleAsync(context, id, cancellationToken))
            .WithName("ReplayEvents")
            .WithSummary("Send the events of a stretch of time again")
            .WithDescription(
                "All events from `from` (inclusive) to `to` (exclusive; by default now) that match the endpoint's `events` as they are now, in order, each once more. "
                + "Events that are still pending for this endpoint are not doubled. Give an `Idempotency-Key`, so that a repeated request does not replay twice.\n\n"
                + "Accounts take turns, so nobody waits for the replays of others. At most 10 replays of an endpoint and 50 of an account wait (`Webhooks:ReplaysPerEndpoint`, `Webhooks:ReplaysPerAccount`), then 429 `too_many_replays`.")
            .WithMetadata(new Example("outage", "One hour", """{ "from": "2026-11-20T10:00:00+09:00", "to": "2026-11-20T11:00:00+09:00" }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<ReplayRequest>("application/json")
            .Produces<ReplayView>(StatusCodes.Status202Accepted)
            .WithProblems(ErrorCode.TooManyReplays)
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 429, 503);
}
