using Gateway.Accounts;
using Gateway.Messages.Fallback;
using Gateway.Messages.Intake;
using Gateway.Messages.Repeats;
using Gateway.Messages.Retention;
using Gateway.Messages.Sealing;
using Gateway.Messages.Search;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Gateway.Messages;

internal static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKnownSection(RoutingOptions.Section, typeof(Dictionary<string, List<RouteOptions>>));
        services.AddOptions<RoutingOptions>().Configure(options => configuration.GetSection(RoutingOptions.Section).Bind(options.Channels)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddSingleton<Routing>();
        services.AddSection<KakaoOptions>(KakaoOptions.Section);
        services.AddSingleton<QuietHours>();
        services.AddSingleton<MessageSignals>();
        if (!configuration.RunsJobs())
        {
            services.AddLoop<TellAccepted>();
        }

        services.AddSingleton<SealContent>();
        services.AddSingleton<RenderMessage>();
        services.AddSingleton<AccountRules>();
        services.AddSingleton<OptOutRules>();
        services.AddSingleton<SendMessageValidator>();
        services.AddSingleton<FilesOfRequest>();
        services.AddSingleton<PlanFallback>();
        services.AddSingleton<NumberHash>();
        services.AddSingleton<ExpandMessage>();
        services.AddTransient<InsertNew>();
        services.AddSingleton<MarkMessages>();
        services.AddSingleton<RefuseRepeats>();
        services.AddSingleton<WriteIntake>();
        services.AddTransient<IntakeWriter>();
        services.AddSingleton<IntakeQueue>();
        services.AddKeyedSingleton<IntakeQueue>(IntakeQueue.OfMarked);
        services.AddIntakeLoops("intake", static provider => provider.GetRequiredService<IntakeQueue>());
        services.AddIntakeLoops("intake-marked", static provider => provider.GetRequiredKeyedService<IntakeQueue>(IntakeQueue.OfMarked));
        services.AddSingleton<SendMessage>();
        services.AddScoped<GetMessage>();
        services.AddScoped<FindMessages>();
        services.AddSingleton<RescheduleRequestValidator>();
        services.AddScoped<RescheduleMessage>();
        return services;
    }

    private static void AddIntakeLoops(this IServiceCollection services, string name, Func<IServiceProvider, IntakeQueue> queue) => services
        .AddLoop(provider => new IntakeLoop(name, queue(provider), helps: false, provider.GetRequiredService<IntakeWriter>))
        .AddLoop(provider => new IntakeLoop($"{name}/second", queue(provider), helps: true, provider.GetRequiredService<IntakeWriter>));

    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/v1/messages").WithTags("Messages");

        // Taken when the first request comes, and not from the request: that would make a scope for each.
        SendMessage? send = null;
        messages.MapPost("", (Delegate)((HttpContext context) => (send ??= routes.ServiceProvider.GetRequiredService<SendMessage>()).HandleAsync(context)))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("SendMessage")
            .WithSummary("Send a message to one or many recipients")
            .WithDescription(
                "Answered after the messages are stored: what got a 202 survives the death of any process. One message is made for each recipient.\n\n"
                + "Send an `Idempotency-Key` (any string up to 255 characters, kept for 24 hours) and repeat the request as often as you like: it is sent once, and "
                + "every repetition gets the first answer, with `Idempotency-Replayed: true`.\n\n"
                + "An account with `duplicateWindowSeconds` refuses the same content to the same recipient with 409 `duplicate_message`, whose `errors` name the earlier message (`messageId`); one with "
                + "`recipientHourlyCap` refuses too many to one recipient with 429 `recipient_cap_exceeded`. Then nothing of the request is stored, and its `Idempotency-Key` stays free.\n\n"
                + "Lengths are counted as Korean operators count them, in CP949 bytes (Hangul takes two): SMS 90, LMS 2,000, subject 64.\n\n"
                + "With a test key (`gw_test_…`) everything is checked and told as usual, but no vendor is reached: the number `0100000` and a result code in four digits, such as "
                + "`01000000405`, ends with that code, every other number is delivered.")
            .WithMetadata([.. MessageExamples.Requests, MessageExamples.Accepted, MessageExamples.Faults])
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<SendMessageRequest>("application/json")
            .Produces<SendMessageResponse>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 429, 503);
        messages.MapGet("/{id:guid}", ([FromServices] GetMessage get, Guid id, HttpContext context, CancellationToken cancellationToken) => get.HandleAsync(id, context, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("GetMessage")
            .WithSummary("Read a message with its status, result and timeline")
            .WithDescription(
                "With a key without `messages:read-pii` recipients' numbers and names, and numbers in subject, text and metadata, are masked (`010****1234`), here and in all lists.\n\n"
                + "The status moves scheduled → accepted → queued → sending → delivered, failed or expired. A final status stays, with one exception: when a report comes "
                + "after a message has expired, the message becomes delivered or failed and its result says `late: true`.")
            .WithMetadata(MessageExamples.Delivered)
            .Produces<MessageView>()
            .ProducesProblems(401, 403, 404, 503);
        messages.MapGet("", ([FromServices] FindMessages find, HttpContext context, string? status, string? channel, string? vendor, string? to, string? from, string? reference, string? batchId, string? createdFrom, string? createdTo, string? limit, string? cursor, CancellationToken cancellationToken) => find.HandleAsync(context, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("ListMessages")
            .WithSummary("Search messages, newest first")
            .WithDescription(
                "Filters are combined with and. `status`, `channel` and `vendor` take several values, separated by commas or by naming the parameter again: `status=failed,expired` finds both. `createdFrom` is included, `createdTo` is not; write `+` as `%2B` in a query. Take `nextCursor` for the next page: new messages never shift it. "
                + "Each filter alone, and status with a time range, is fast however many messages there are; of several filters, those that are common and hardly ever meet may take longer. "
                + "`to` takes a whole number with every key: who asks for it knows it.")
            .WithWords("status", ClosedSet.Of<MessageStatus>().Words, many: true)
            .WithWords("channel", ClosedSet.Of<Channel>().Words, many: true)
            .WithMany("vendor")
            .WithMetadata(new TellsQueryFaults())
            .Produces<MessageList>()
            .ProducesProblems(400, 401, 403, 503);
        messages.MapPatch("/{id:guid}", ([FromServices] RescheduleMessage move, Guid id, HttpContext context, CancellationToken cancellationToken) => move.HandleAsync(id, context, cancellationToken))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("RescheduleMessage")
            .WithSummary("Move a scheduled message to another time")
            .WithDescription("409 `not_scheduled` when its time has come. Its expiry moves along.")
            .Accepts<RescheduleRequest>("application/json")
            .Produces<MessageView>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        return routes;
    }
}
