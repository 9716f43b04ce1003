using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight.Statistics;

internal static class StatisticsModule
{
    private static readonly TimeSpan RollUpEvery = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddStatistics(this IServiceCollection services) => services.AddSingleton<ReadStatistics>().AddSingleton<Reconcile>();

    public static IServiceCollection AddRollUp(this IServiceCollection services) => services.AddRecurringJob<RollUpStatistics>("roll-up-statistics", RollUpEvery);

    public static IEndpointRouteBuilder MapStatistics(this IEndpointRouteBuilder routes)
    {
        var stats = routes.MapGroup("/v1/stats").WithTags("Statistics");
        stats.MapGet("", ([FromServices] ReadStatistics read, HttpContext context, string? from, string? to, string? interval, string? groupBy, CancellationToken cancellationToken) => read.StatsAsync(context, from, to, interval, groupBy, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("GetStatistics")
            .WithSummary("Count messages by time, channel, vendor, status, code")
            .WithDescription(
                "Messages are counted in the hour in which they were accepted, and stand where they are now: `pending`, then delivered, failed, expired or canceled. Always equal to a full count.\n\n"
                + "`from` and `to` (not included) are cut to whole hours; absent: the last seven days. `interval` is "
                + "minute (the last three hours, cut to whole minutes), hour (at most 31 days), day (366) or month "
                + "(3,660), in the installation's time "
                + "zone; default day. `groupBy` is any of channel, vendor, status, code, account, separated by commas; with `account`, an admin key of the built-in account sees all accounts. "
                + "`cost` is what the delivered ones cost by the account's `prices` at the moment of acceptance, in won without VAT. At most 100,000 items. `Accept: text/csv` gives a file.")
            .WithWords("interval", StatisticsQuery.Longest.Words)
            .WithWords("groupBy", StatisticsQuery.Groups.Words, many: true)
            .WithMetadata(new TellsQueryFaults())
            .Produces<StatisticsView>(StatusCodes.Status200OK, "application/json", "text/csv")
            .Describe(
                new("from", "The first moment. Default: seven days ago.") { Format = "date-time" },
                new("to", "The first moment that is not counted. Default: now.") { Format = "date-time" },
                new("interval", "How long each interval is.") { Default = "day" },
                new("groupBy", "What to group by."))
            .ProducesProblems(400, 401, 403, 503);
        stats.MapGet("/reconciliation", ([FromServices] Reconcile reconcile, HttpContext context, string? from, string? to, string? vendor, CancellationToken cancellationToken) => reconcile.HandleAsync(context, from, to, vendor, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("GetReconciliation")
            .WithSummary("Reconcile each vendor's messages, day by day")
            .WithDescription("Accepted = withdrawn + waiting + reported + expired. What waits is counted from the work itself, the rest from the statistics, so a `difference` other than 0 shows an error of the gateway.\n\n"
                + "`vendorCounters` is what the vendor's agent counted itself (Xroshot: `SDK_SEND_STAT`), for the eye: it counts by the day of sending, and other programs' messages of the same user too. A vendor whose "
                + "database does not answer is named in `countersUnavailable`; the rest of the answer is as usual.")
            .WithMetadata(new TellsQueryFaults())
            .Produces<ReconciliationView>()
            .Describe(
                new("from", "The first day. Default: seven days ago.") { Format = "date-time" },
                new("to", "The first day that is not counted. Default: now.") { Format = "date-time" },
                new("vendor", "Only this vendor, by its configured name."))
            .ProducesProblems(400, 401, 403, 503);
        return routes;
    }
}
