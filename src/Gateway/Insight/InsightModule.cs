using Gateway.Insight.Jobs;
using Gateway.Insight.Live;
using Gateway.Insight.Retention;
using Gateway.Insight.Vendors;
using Gateway.Platform.Jobs;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight;

internal static class InsightModule
{
    private static readonly TimeSpan DropEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddInsight(this IServiceCollection services) => services.AddSingleton<Health>().AddSingleton<ReadVendors>().AddSingleton<CountVendors>().AddSingleton<ReadJobs>().AddLive();

    /// <summary>The upkeep, on nodes that run jobs.</summary>
    public static IServiceCollection AddUpkeep(this IServiceCollection services, IConfiguration configuration) =>
        services.AddRecurringJob<PurgeOld>("purge-old", PurgeEvery).AddRecurringJob<DropMonths>("drop-months", DropEvery).AddVendorWatch(configuration);

    /// <summary>What only nodes that serve HTTP show; health checks are for all.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapVendors();
        routes.MapJobs();
        routes.MapLive();
        return routes;
    }

    public static IEndpointRouteBuilder MapInsight(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => Results.Text("ok")).WithName("Live").WithSummary("The process runs").Produces<string>(200, "text/plain");
        health.MapGet("/ready", ([FromServices] Health ask, HttpContext context) => ask.ReadyAsync(context))
            .WithName("Ready")
            .WithSummary("The process can answer requests; if not, what is missing")
            .WithDescription(
                "Needs no key, and then says which part is in trouble and not why: `state database`, and the vendors that are `down` or `degraded`. With an `admin` key of the built-in account "
                + "(`Authorization: Bearer <key>`) it says why. While the state database is away only `Gateway:AdminKey` is known.")
            .Produces<HealthView>()
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }
}
