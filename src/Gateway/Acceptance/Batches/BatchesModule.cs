using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Jobs;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Gateway.Acceptance.Batches;

internal static class BatchesModule
{
    private const string FormType = "multipart/form-data";

    private static readonly TimeSpan CompleteEvery = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<PrepareLine>();
        services.AddSingleton<ReceiveLines>();
        services.AddSingleton<CountBatch>();
        services.AddSingleton<BatchRequestValidator>();
        services.AddSingleton<SendBatch>();
        services.AddSingleton<OpenUpload>();
        services.AddSingleton<UploadBatch>();
        services.AddSingleton<SealRejects>();
        services.AddSingleton<OpenWorkbook>();
        services.AddScoped<ReadBatches>();
        services.AddScoped<ReadRejects>();
        services.AddSingleton<StartUpload>();
        services.AddSingleton<ResendRequestValidator>();
        services.AddSingleton<CloseBatch>();
        services.AddSingleton<FindHolds>();
        services.AddSingleton<MoveHeld>();
        services.AddScoped<ReleaseBatch>();
        services.AddScoped<FindResendable>();
        services.AddScoped<ResendBatch>();
        return services.AddEvent<BatchView>("batch.completed", "Every message of a batch has ended.");
    }

    public static IServiceCollection AddBatchCompletion(this IServiceCollection services) => services.AddRecurringJob<CompleteBatches>("complete-batches", CompleteEvery);

    public static IEndpointRouteBuilder MapBatches(this IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/v1/batches").WithTags("Batches");
        batches.MapSend();
        batches.MapReads();
        batches.MapReleaseAndResend();
        return routes;
    }

    private static void MapSend(this RouteGroupBuilder batches) =>
        batches.MapPost(
                "",
                (
                    [FromServices] SendBatch send,
                    [FromServices] UploadBatch upload,
                    [FromServices] RunDry runDry,
                    HttpContext context,
                    string? name,
                    string? channel,
                    string? from,
                    string? vendor,
                    string? priority,
                    string? purpose,
                    string? subject,
                    string? template,
                    string? text,
                    string? scheduledAt,
                    int? expireHours,
                    string? onTooLong,
                    string? onUnmappable,
                    string? reference,
                    string? subId,
                    string? billingId,
                    string? columns,
                    string? hold,
                    string? pace,
                    string? ignoreUnused,
                    string? allowDuplicates,
                    string? dryRun) => runDry.AnswerAsync(context, dryRun, dry => MediaType(context) switch
            {
                var type when UploadFile.IsType(type) => upload.HandleAsync(context, isForm: false, dry),
                FormType => upload.HandleAsync(context, isForm: true, dry),
                _ => send.HandleAsync(context, dry),
            }))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("SendBatch")
            .WithSummary("Send many messages as one")
            .WithDescription($"{BatchTexts.Send}\n\n{DryRunTexts.Batches}")
            .WithMetadata(BatchExamples.Json, BatchExamples.Ndjson, BatchExamples.Csv, BatchExamples.Accepted)
            .WithMetadata(DryRunExamples.Upload)
            .WithMetadata(IdempotencyKey.Documented)
            .WithWords("channel", ClosedSet.Of<Channel>().Words)
            .WithWords("priority", ClosedSet.Of<Lane>().Words)
            .WithWords("purpose", ClosedSet.Of<MessagePurpose>().Words)
            .WithWords("onTooLong", ClosedSet.Of<OnTooLong>().Words)
            .WithWords("onUnmappable", ClosedSet.Of<OnUnmappable>().Words)
            .WithWords("hold", ["true", "false"])
            .WithWords("ignoreUnused", ["true", "false"])
            .WithWords("allowDuplicates", ["true", "false"])
            .WithWords(RunDry.Parameter, ["true", "false"])
            .Accepts<BatchRequest>(
                "application/json",
                [
                    UploadFile.NdjsonType, UploadFile.CsvType, UploadFile.WorkbookType, FormType,
                    .. UploadFile.OtherTypes,
                ])
            .WithMetadata(new OtherNames(UploadFile.OtherTypes))
            .WithMetadata(new OtherBody(UploadFile.WorkbookType, null), new OtherBody(FormType, typeof(UploadFormRequest)))
            .Produces<BatchResponse>(StatusCodes.Status202Accepted)
            .Produces<DryRunResponse>()
            .Describe(UploadParameters.All)
            .WithProblems(
                ErrorCode.UploadConflict, ErrorCode.DuplicateMessage, ErrorCode.NoLines, ErrorCode.DailyQuotaExceeded,
                ErrorCode.MonthlyQuotaExceeded, ErrorCode.TestMessagesExceeded, ErrorCode.RecipientCapExceeded,
                ErrorCode.FilesUnavailable)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 429, 503);

    private static void MapReads(this RouteGroupBuilder batches)
    {
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
            .WithDescription(BatchTexts.Get)
            .Produces<BatchView>()
            .ProducesProblems(401, 403, 404, 503);
        batches.MapGet(
                "/{id:guid}/rejects",
                ([FromServices] ReadRejects read, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                    read.GetAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("GetRejects")
            .WithSummary("Download the rejected lines of an upload, to correct and send them again")
            .WithDescription(BatchTexts.Rejects)
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblems(401, 403, 404, 503);
    }

    private static void MapReleaseAndResend(this RouteGroupBuilder batches)
    {
        batches.MapPost(
                "/{id:guid}/release",
                ([FromServices] ReleaseBatch release, HttpContext context, Guid id, CancellationToken cancellationToken) =>
                    release.HandleAsync(context, id, cancellationToken))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too, new TakesLong())
            .WithName("ReleaseBatch")
            .WithSummary("Release a held batch")
            .WithDescription(BatchTexts.Release)
            .Produces<BatchView>()
            .WithProblems(
                ErrorCode.TestKey, ErrorCode.SecondPersonNeeded, ErrorCode.NotHeld, ErrorCode.UploadConflict,
                ErrorCode.Overloaded)
            .ProducesProblems(401, 403, 404, 409, 503);
        batches.MapPost(
                "/{id:guid}/resend",
                (
                    [FromServices] ResendBatch resend,
                    [FromServices] RunDry runDry,
                    HttpContext context,
                    Guid id,
                    string? dryRun) =>
                    runDry.AnswerAsync(context, dryRun, dry => resend.HandleAsync(context, id, dry)))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too, new TakesLong())
            .WithName("ResendBatch")
            .WithSummary("Resend a batch's failed messages as a new batch")
            .WithDescription($"{BatchTexts.Resend}\n\n{DryRunTexts.Resend}")
            .WithMetadata(ResendExamples.Failed, ResendExamples.OtherVendor, ResendExamples.Accepted)
            .WithMetadata(IdempotencyKey.Documented)
            .WithWords(RunDry.Parameter, ["true", "false"])
            .Accepts<ResendRequest>("application/json")
            .Produces<ResendResponse>(StatusCodes.Status202Accepted)
            .Produces<DryRunResponse>()
            .Describe(RunDry.Documented)
            .WithProblems(
                ErrorCode.TestKey, ErrorCode.UploadConflict, ErrorCode.DuplicateMessage, ErrorCode.NothingToResend,
                ErrorCode.DailyQuotaExceeded, ErrorCode.MonthlyQuotaExceeded, ErrorCode.TestMessagesExceeded,
                ErrorCode.RecipientCapExceeded)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503);
    }

    private static string? MediaType(HttpContext context) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : null;
}
