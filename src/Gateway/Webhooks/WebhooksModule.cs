using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Webhooks;

internal static class WebhooksModule
{
    /// <summary>Connections are renewed, so that a changed address is seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSection<WebhookOptions>(WebhookOptions.Section);
        services.AddSingleton<SigningSecret>();
        services.AddSingleton<PublicAddress>();
        services.AddScoped<CreateWebhook>();
        services.AddScoped<ReadWebhooks>();
        return services;
    }

    /// <summary>The delivering side, on nodes that run jobs.</summary>
    public static IServiceCollection AddWebhookDelivery(this IServiceCollection services)
    {
        services.AddHttpClient(PostEvent.Client, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                PooledConnectionLifetime = ConnectionLifetime,
                ConnectCallback = provider.GetRequiredService<PublicAddress>().ConnectAsync,
            })
            .RemoveAllLoggers();
        services.AddSingleton<RenderEvents>();
        services.AddSingleton<PostEvent>();
        services.AddSingleton<RecordAttempts>();
        services.AddHostedService(provider => provider.GetRequiredService<RecordAttempts>());
        services.AddSingleton<DeliverWebhooks>();
        services.AddHostedService<DeliveryLoop>();
        return services;
    }

    public static IEndpointRouteBuilder MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").WithTags("Webhooks").RequireAuthorization(Scope.Webhooks);
        webhooks.MapPost("", ([FromServices] CreateWebhook create, HttpContext context, CancellationToken cancellationToken) => create.HandleAsync(context, cancellationToken))
            .WithName("CreateWebhook")
            .WithSummary("Register an endpoint for events")
            .WithDescription(
                "Requests follow [Standard Webhooks 1.0](https://www.standardwebhooks.com): the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` "
                + "(`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`). The `secret` is shown only in this answer.\n\n"
                + "Any 2xx within 15 s is success. Otherwise the request is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, with the same `webhook-id`: "
                + "an event may arrive more than once, so remember the ids. `Retry-After` is obeyed with 429 and 503; 410 disables the endpoint.")
            .WithMetadata(new Example("messages", "Everything that happens to messages", """{ "url": "https://example.com/hooks", "events": ["message.*"], "description": "orders" }"""))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<CreateWebhookRequest>("application/json")
            .Produces<WebhookView>(StatusCodes.Status201Created)
            .ProducesProblems(400, 401, 403, 413, 415, 422, 503);
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
        return routes;
    }
}
