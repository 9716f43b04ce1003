using System.Security.Claims;
using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;
using Gateway.Platform.Vendors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight.Vendors;

/// <summary>Vendor health: its routes and its jobs.</summary>
internal static class VendorRoutes
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddVendorWatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SaveVendor>();
        services.AddTransient<AskAboutVendor>();
        return services.AddJobOfEachVendor<WatchVendor>(VendorTable.WatchJob, WatchEvery, configuration);
    }

    public static void MapVendors(this IEndpointRouteBuilder routes)
    {
        var vendors = routes.MapGroup("/v1/vendors").WithTags("Vendors");
        vendors.MapGet("", ([FromServices] ReadVendors read, ClaimsPrincipal user, CancellationToken cancellationToken) => read.ListAsync(user, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("ListVendors")
            .WithSummary("All vendors with their health")
            .WithDescription(
                "`up`: it works. `degraded`: slow, or with signs of trouble; it gets at most a quarter of its share of new messages. `down`: it does not work; messages that name no vendor go to "
                + "others. `paused`: somebody paused it. Only the agent and its tables are judged, never the results of messages. Events: `vendor.degraded`, `vendor.down`, `vendor.up`.\n\n"
                + "Every key sees `name`, `protocol`, `channels` and `status`. The rest is about the installation and about all accounts together: `null` but for `admin` keys of the built-in account.")
            .Produces<VendorList>()
            .ProducesProblems(401, 403, 503);
        vendors.MapGet("/{name}", ([FromServices] ReadVendors read, ClaimsPrincipal user, string name, CancellationToken cancellationToken) => read.GetAsync(user, name, cancellationToken))
            .RequireAuthorization(Scope.ReadMessages)
            .WithName("GetVendor")
            .WithSummary("One vendor with its health")
            .Produces<VendorView>()
            .Describe(
                new ParameterText("name", "The vendor's name in the settings."))
            .ProducesProblems(401, 403, 404, 503);
        vendors.MapPost("/{name}/pause", ([FromServices] ReadVendors read, ClaimsPrincipal user, string name, CancellationToken cancellationToken) => read.PauseAsync(user, name, paused: true, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("PauseVendor")
            .WithSummary("Pause a vendor")
            .WithDescription(
                "Within two seconds no node writes into its queue table any more. Results are still collected. New messages that name no vendor go to others; messages that are bound for this "
                + "vendor wait. Safe to repeat.")
            .Produces<VendorView>()
            .Describe(
                new ParameterText("name", "The vendor's name in the settings."))
            .ProducesProblems(401, 403, 404, 503);
        vendors.MapPost("/{name}/resume", ([FromServices] ReadVendors read, ClaimsPrincipal user, string name, CancellationToken cancellationToken) => read.PauseAsync(user, name, paused: false, cancellationToken))
            .RequireAuthorization(Scope.Operator)
            .WithName("ResumeVendor")
            .WithSummary("Resume a vendor")
            .Produces<VendorView>()
            .Describe(
                new ParameterText("name", "The vendor's name in the settings."))
            .ProducesProblems(401, 403, 404, 503);
    }
}
