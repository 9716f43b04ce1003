using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Jobs;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Gateway.Messages.Batches;

internal static class BatchesModule
{
    private static readonly TimeSpan CompleteEvery = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<PrepareMessages>();
        services.AddSingleton<CountBatch>();
        services.AddSingleton<BatchRequestValidator>();
        services.AddSingleton<SendBatch>();
        services.AddSingleton<UploadBatch>();
        services.AddScoped<ReadBatches>();
        return services;
    }

    public static IServiceCollection AddBatchCompletion(this IServiceCollection services) => services.AddRecurringJob<CompleteBatches>("complete-batches", CompleteEvery);

    public static IEndpointRouteBuilder MapBatches(this IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/v1/batches").WithTags("Batches");
        batches.MapPost("", ([FromServices] SendBatch send, [FromServices] UploadBatch upload, HttpContext context, string? name, string? channel, string? from, string? vendor, string? priority, string? purpose, string? subject, string? text, string? scheduledAt, string? ignoreUnused) => MediaType(context) switch
            {
                "application/x-ndjson" => upload.HandleAsync(context, csv: false),
                "text/csv" => upload.HandleAsync(context, csv: true),
                _ => send.HandleAsync(context),
            })
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("SendBatch")
            .WithSummary("Send many messages as one")
            .WithDescription("Up to 10,000 messages, all or none of them: a fault in one is 422 and nothing is sent.\n\nMore, up to 1,000,000 lines, as `application/x-ndjson` (one message a line) or `text/csv` (a header line; columns are the message fields `to`, `name`, `channel`, `from`, `subject`, `text`, … and every column but those is a variable `#{column}`), with the query parameters as defaults. Invalid lines are reported and skipped.\n\nA variable that no placeholder uses is probably a mistake: with JSON the answer has `warnings`; in an upload it is a fault (`unused_variable`), unless you say `ignoreUnused=true`. An empty cell says nothing and is no fault. A column whose name is nearly that of a field is refused (`unknown_field`) before anything is stored. When `text` is a query parameter and no column, a column that it does not use is refused once, for the whole file.\n\nA JSON batch and an upload have one scope of `Idempotency-Key`: a key of the one is 422 `idempotency_key_reused` for the other.\n\nAn upload that broke off is repeated with its `Idempotency-Key`, whole and unchanged, within 15 minutes: lines that are stored are not sent again. Other or more lines than before are 422; after those 15 minutes it is 409 `upload_conflict`. `batch.completed` is told when the last has ended.")
            .WithMetadata(BatchExamples.Json, BatchExamples.Ndjson, BatchExamples.Csv, BatchExamples.Accepted)
            .WithMetadata(IdempotencyKey.Documented)
            .WithWords("channel", ClosedSet.Of<Channel>().Words)
            .WithWords("priority", ClosedSet.Of<Lane>().Words)
            .WithWords("purpose", ClosedSet.Of<MessagePurpose>().Words)
            .WithWords("ignoreUnused", ["true", "false"])
            .Accepts<BatchRequest>("application/json", "application/x-ndjson", "text/csv")
            .Produces<BatchResponse>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 429, 503);
        batches.MapGet("", ([FromServices] ReadBatches read, HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken) => read.ListAsync(context, limit, cursor, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("ListBatches")
            .WithSummary("List batches, newest first")
            .WithDescription("A list counts nothing: `counts` and `progress` of a batch that still runs are null here.")
            .Produces<BatchList>()
            .ProducesProblems(400, 401, 403, 503);
        batches.MapGet("/{id:guid}", ([FromServices] ReadBatches read, HttpContext context, Guid id, CancellationToken cancellationToken) => read.GetAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("GetBatch")
            .WithSummary("Read a batch with its progress")
            .WithDescription("Batches are those that were sent with `POST /v1/batches`; the messages of one are listed by `GET /v1/messages?batchId=`. Reports that come after `completedAt` change the messages, but not these counts.")
            .Produces<BatchView>()
            .ProducesProblems(401, 403, 404, 503);
        return routes;
    }

    private static string? MediaType(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : null;
}
