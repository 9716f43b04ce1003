using Gateway.Insight.Jobs;
using Gateway.Insight.Live;
using Gateway.Insight.Nodes;
using Gateway.Insight.Retention;
using Gateway.Insight.Usage;
using Gateway.Insight.Vendors;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight;

internal static class InsightModule
{
    private static readonly TimeSpan DropEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddInsight(this IServiceCollection services) => services
        .AddSingleton<AskState>().AddSingleton<ListUsage>()
        .AddSingleton<Health>().AddSingleton<ReadVendors>().AddSingleton<CountVendors>().AddSingleton<ReadJobs>()
        .AddEvent<VendorEvent>("vendor.down", "A vendor's agent no longer works.")
        .AddEvent<VendorEvent>(
            "vendor.degraded",
            "A vendor's agent is slow or brings no results, or its tables are in trouble: it gets a small share of new "
            + "messages. Also told when one that was down works in part. `vendor.up` or `vendor.down` ends it.")
        .AddEvent<VendorEvent>("vendor.up", "A vendor's agent works again.")
        .AddLoop<CompareNodes>()
        .AddLive();

    /// <summary>The upkeep, on nodes that run jobs.</summary>
    public static IServiceCollection AddUpkeep(this IServiceCollection services, IConfiguration configuration) =>
        services.AddRecurringJob<PurgeOld>("purge-old", PurgeEvery).AddRecurringJob<DropMonths>("drop-months", DropEvery).AddVendorWatch(configuration);

    /// <summary>What only nodes that serve HTTP show; health checks are for all.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapVendors();
        routes.MapJobs();
        routes.MapLive();
        ListUsage.Map(routes);
        routes.MapGet("/v1/version", () => Results.Json(VersionView.OfThisBuild, VersionJson.Default.VersionView))
            .RequireAuthorization()
            .WithTags("Health")
            .WithName("GetVersion")
            .WithSummary("The version of the gateway that answers")
            .WithDescription("During an upgrade the nodes of an installation may differ.")
            .Produces<VersionView>()
            .ProducesProblems(401);
        return routes;
    }

    public static IEndpointRouteBuilder MapInsight(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => Results.Text("ok")).WithName("Live").WithSummary("The process runs")
            .WithDescription("200 as long as the process answers at all.").Produces<string>(200, "text/plain");
        health.MapGet("/ready", ([FromServices] Health ask, HttpContext context) => ask.ReadyAsync(context))
            .WithName("Ready")
            .WithSummary("The process can answer requests; if not, what is missing")
            .WithDescription(
                "Needs no key, and then says which part is in trouble and not why: `state database`, and the vendors that are `down` or `degraded`. With an `admin` key of the built-in account "
                + "(`Authorization: Bearer <key>`) it says why. While the state database is away only `Gateway:AdminKey` is known.")
            .WithMetadata(new TakesKey())
            .Produces<HealthView>()
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }
}
