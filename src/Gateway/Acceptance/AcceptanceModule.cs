using Gateway.Acceptance.Compose;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using RouteOptions = Gateway.Acceptance.Compose.RouteOptions;

namespace Gateway.Acceptance;

internal static class AcceptanceModule
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKnownSection(RoutingOptions.Section, typeof(Dictionary<string, List<RouteOptions>>));
        services.AddOptions<RoutingOptions>().Configure(options => configuration.GetSection(RoutingOptions.Section).Bind(options.Channels)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddSingleton<Routing>();
        services.AddSingleton<AccountRules>();
        services.AddSingleton<OptOutRules>();
        services.AddSingleton<SendMessageValidator>();
        services.AddSingleton<FilesOfRequest>();
        services.AddTemplates();
        services.AddSingleton<PlanFallback>();
        services.AddSingleton<ExpandMessage>();
        services.AddSingleton<MarkMessages>();
        services.AddSingleton<RefuseRepeats>();
        services.AddTransient<StoreByInsert>();
        services.AddSingleton<StoreByUpsert>();
        services.AddSingleton<StoreByCopy>();
        services.AddSingleton<CompareKeys>();
        services.AddSingleton<StoreGroup>();
        services.AddTransient<IntakeWriter>();
        services.AddSingleton<IntakeQueue>();
        services.AddKeyedSingleton<IntakeQueue>(IntakeQueue.OfMarked);
        services.AddIntakeLoops("intake", static provider => provider.GetRequiredService<IntakeQueue>());
        services.AddIntakeLoops("intake-marked", static provider => provider.GetRequiredKeyedService<IntakeQueue>(IntakeQueue.OfMarked));
        services.AddSingleton<RunDry>();
        services.AddSingleton<PrepareMessages>();
        services.AddSingleton<StoreMessages>();
        services.AddSingleton<SendMessage>();
        services.AddSingleton<RescheduleRequestValidator>();
        services.AddSingleton<MoveScheduled>();
        services.AddScoped<RescheduleMessage>();
        if (!configuration.RunsJobs())
        {
            services.AddLoop<TellAccepted>();
        }

        return services;
    }

    /// <summary>Apart from what is sent, for which no closure is made.</summary>
    private static Task<IResult> TryAsync(HttpContext context, SendMessage send) => context.RequestServices
        .GetRequiredService<RunDry>().AnswerAsync(context, "true", dry => send.HandleAsync(context, dry));

    private static void AddIntakeLoops(this IServiceCollection services, string name, Func<IServiceProvider, IntakeQueue> queue) => services
        .AddLoop(provider => new IntakeLoop(name, queue(provider), helps: false, provider.GetRequiredService<IntakeWriter>))
        .AddLoop(provider => new IntakeLoop($"{name}/second", queue(provider), helps: true, provider.GetRequiredService<IntakeWriter>));

    public static IEndpointRouteBuilder MapAcceptance(this IEndpointRouteBuilder routes)
    {
        routes.MapTemplates();
        var messages = routes.MapGroup("/v1/messages").WithTags("Messages");

        // Taken when the first request comes, and not from the request: that would make a scope for each.
        SendMessage? send = null;
        messages.MapPost("", (HttpContext context, string? dryRun) =>
            {
                send ??= routes.ServiceProvider.GetRequiredService<SendMessage>();
                return RunDry.IsAsked(dryRun) ? TryAsync(context, send) : send.HandleAsync(context, dry: null);
            })
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("SendMessage")
            .WithSummary("Send a message to one or many recipients")
            .WithDescription(
                "The gateway answers after the messages are stored, so no crash loses a message that got 202. It "
                + "makes one message for each recipient.\n\n"
                + "Send an `Idempotency-Key` (any string up to 255 characters, kept for 24 hours) and repeat the request as often as you like: it is sent once, and "
                + "every repetition gets the first answer, with `Idempotency-Replayed: true`.\n\n"
                + "An account with `duplicateWindowSeconds` refuses the same content to the same recipient with 409 `duplicate_message`, whose `errors` name the earlier message (`messageId`); one with "
                + "`recipientHourlyCap` refuses too many to one recipient with 429 `recipient_cap_exceeded`. Then nothing of the request is stored, and its `Idempotency-Key` stays free.\n\n"
                + "`template` names a template (`/v1/templates`) that gives channel, text and the rest, where the "
                + "request does not say them itself.\n\n"
                + DryRunTexts.Send + "\n\n"
                + "Lengths are counted as Korean operators count them, in CP949 bytes (Hangul takes two): SMS 90, LMS 2,000, subject 64.\n\n"
                + "With a test key (`gw_test_…`) everything is checked and reported as usual, but nothing reaches a "
                + "vendor: the number `0100000` and a result code in four digits, such as "
                + "`01000000405`, ends with that code, every other number is delivered. With a fallback by the vendor, a code "
                + "that a fallback may cure (`fallback` of `GET /v1/result-codes`) ends as delivered by the fallback.\n\n"
                + "Where simulators play the agents (`./run.sh`), the last four digits of the number decide: 9901 its report "
                + "is lost, 9902 comes an hour late, 9903 comes late with an old time, 9904 stands in the log twice, 9905 is stuck "
                + "while it is sent, 9906 the vendor's server rejects (Xroshot), 9907 fails, 9908 ends with a code that no "
                + "manual lists, 9909 Kakao refuses and its fallback delivers. Every other is delivered.")
            .WithMetadata([.. RequestExamples.Requests, RequestExamples.Accepted, RequestExamples.Faults])
            .WithMetadata(DryRunExamples.Message)
            .WithMetadata(IdempotencyKey.Documented)
            .WithWords(RunDry.Parameter, ["true", "false"])
            .Accepts<SendMessageRequest>("application/json")
            .Produces<SendMessageResponse>(StatusCodes.Status202Accepted)
            .Produces<DryRunResponse>()
            .Describe(RunDry.Documented)
            .WithProblems(
                ErrorCode.DuplicateMessage, ErrorCode.DailyQuotaExceeded, ErrorCode.MonthlyQuotaExceeded,
                ErrorCode.TestMessagesExceeded, ErrorCode.RecipientCapExceeded)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 429, 503);
        messages.MapReschedule();
        return routes;
    }

    private static void MapReschedule(this RouteGroupBuilder messages) =>
        messages.MapPatch("/{id:guid}", ([FromServices] RescheduleMessage move, Guid id, HttpContext context, CancellationToken cancellationToken) => move.HandleAsync(id, context, cancellationToken))
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("RescheduleMessage")
            .WithSummary("Move a scheduled message to another time")
            .WithDescription("409 `not_scheduled` when its time has come. Its expiry moves along.")
            .Accepts<RescheduleRequest>("application/json")
            .Produces<MessageView>()
            .WithProblems(ErrorCode.TestKey, ErrorCode.NotScheduled)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
}
