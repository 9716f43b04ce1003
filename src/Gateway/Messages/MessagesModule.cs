using Gateway.Accounts;
using Gateway.Messages.Received;
using Gateway.Messages.Retention;
using Gateway.Messages.Sealing;
using Gateway.Messages.Search;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Platform.Settings;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Messages;

internal static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddSection<KakaoOptions>(KakaoOptions.Section);
        services.AddSingleton<QuietHours>();
        services.AddSingleton<MessageSignals>();
        services.AddSingleton<SealContent>();
        services.AddSingleton<SealReceived>();
        services.AddSingleton<RenderMessage>();
        services.AddSingleton<NumberHash>();
        services.AddScoped<GetMessage>();
        services.AddScoped<FindPage>();
        services.AddScoped<ExportMessages>();
        services.AddScoped<FindMessages>();
        return services.AddEvents();
    }

    private static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddEvent<MessageView>("message.queued", "A message entered its vendor's queue.")
        .AddEvent<MessageView>("message.sending", "The vendor's agent has taken a message.")
        .AddEvent<MessageView>("message.delivered", "A message was delivered.")
        .AddEvent<MessageView>("message.failed", "A message failed.")
        .AddEvent<MessageView>("message.expired", "No result of a message came in time.")
        .AddEvent<MessageView>("message.canceled", "A message was canceled.")
        .AddEvent<MessageView>("message.fallback", "The gateway sends the fallback of a message that has failed.")
        .AddEvent<ReceivedMessageView>("message.received", "A short message came in.");

    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/v1/messages").WithTags("Messages");

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
                "All filters must match. `status`, `channel` and `vendor` take several values, separated by commas "
                + "or by naming the parameter again: `status=failed,expired` finds both. `createdFrom` is included, "
                + "`createdTo` is not; write `+` as `%2B` in a query. Take `nextCursor` for the next page: new "
                + "messages never shift it. "
                + "Each filter alone, and status with a time range, is fast however many messages there are; of several filters, those that are common and hardly ever meet may take longer. "
                + "Every key may search by a whole number in `to`.\n\n"
                + "With `Accept: text/csv` the answer is a file of everything that the filters find, however much, "
                + "newest first, without `limit` and `cursor`. It is UTF-8 with its mark, for Excel; what would start "
                + "a formula gets an apostrophe, and numbers that would lose their zeros are written as "
                + "`=\"01012345678\"`. The header line is Korean with `Accept-Language: ko`, else it has the fields' "
                + "names; times have the offset of the installation's zone. A message stands as it was when its part "
                + "of the file was read. An answer that is cut off is not whole: get it again. "
                + "docs/guides/campaigns.md lists the columns.")
            .WithWords("status", ClosedSet.Of<MessageStatus>().Words, many: true)
            .WithWords("channel", ClosedSet.Of<Channel>().Words, many: true)
            .WithMany("vendor")
            .WithMetadata(new TellsQueryFaults())
            .Produces<MessageList>(StatusCodes.Status200OK, "application/json", AnswerForm.Csv)
            .Describe(
                new("status", "Only messages with one of these statuses."),
                new("channel", "Only messages of these channels."),
                new("vendor", "Only messages of these vendors, by their configured names."),
                new("to", "Only messages to this number, written in any form."),
                new("from", "Only messages from this sender number."),
                new("reference", "Only messages with this reference."),
                new("batchId", "Only messages of this batch or request.") { Format = "uuid" },
                new("createdFrom", "Only messages that were accepted at this time or later.") { Format = "date-time" },
                new("createdTo", "Only messages that were accepted before this time.") { Format = "date-time" })
            .ProducesProblems(400, 401, 403, 503);
        return routes;
    }
}
