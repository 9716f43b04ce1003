using Gateway.Accounts;
using Gateway.Dispatch.Cancel;
using Gateway.Dispatch.Operate;
using Gateway.Dispatch.Reroute;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Settings;
using Gateway.Platform.Vendors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Dispatch;

internal static class DispatchModule
{
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndHoldsEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MendEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RerouteEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    /// <summary>What answers requests, on nodes that serve HTTP, and what their jobs finish.</summary>
    public static IServiceCollection AddCancel(this IServiceCollection services)
    {
        services.AddSection<DispatchOptions>(DispatchOptions.Section);
        services.AddSingleton<RecordCancel>();
        services.AddSingleton<CancelMessages>();
        services.AddSingleton<CancelPages>();
        services.AddSingleton<CancelByReferenceValidator>();
        services.AddScoped<CancelRequests>();
        services.AddSingleton<RecordReroute>();
        services.AddSingleton<FindPlaces>();
        services.AddSingleton<MoveWaitingValidator>();
        services.AddSingleton<ChangeWaiting>();
        services.AddScoped<OperateWaiting>();
        return services;
    }

    public static IServiceCollection AddDispatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FairTurns>();
        services.AddSingleton<CountQueue>();
        services.AddSingleton<NextDue>();
        services.AddSingleton<ClaimMessages>();
        services.AddSingleton<ReadClaimed>();
        services.AddSingleton<TakeMessages>();
        services.AddSingleton<StageMessages>();
        services.AddSingleton<RecordHandOver>();
        services.AddSingleton<AddOriginCodes>();
        services.AddSingleton<ReadyMessages>();
        services.AddSingleton<GiveBackClaims>();
        services.AddSingleton<ClaimBatch>();
        services.AddSingleton<RecordWritten>();
        services.AddSingleton<HandOver>();
        services.AddSingleton<TakingVendors>();

        // In real time, whatever the clock of the messages says: it spares real processors.
        services.AddSingleton(static _ => new HandOverPace(TimeProvider.System));
        services.AddLoopOfEachVendor<HandOverLoop>(configuration);
        services.AddLoop<HearAccepted>();
        services.AddLoop<EndTestMessages>();
        services.AddSingleton(static provider =>
        {
            string[] vendors = [.. provider.GetRequiredService<VendorTable>().All.Select(vendor => vendor.Name), TestKeys.Vendor];
            return new WorkSign("Dispatch.Sql.due-vendors", provider.GetRequiredService<MessageSignals>().Accepted.Beat)
            {
                Parameters = [() => new NpgsqlParameter<string[]>("vendors", vendors)],
            };
        });
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<LookForWork>(
            provider, provider.GetRequiredService<IOptions<DispatchOptions>>().Value.LooksEvery));
        services.AddLoop<LookForWork>();
        services.AddRecurringJob<CleanStaging>("clean-staging", CleanEvery);
        services.AddRecurringJob<MendLanes>("mend-lanes", MendEvery);
        services.AddRecurringJob<ResolveHandOvers>("resolve-handovers", ResolveEvery);
        services.AddRecurringJob<ResolveCancels>("resolve-cancels", ResolveEvery);
        services.AddRecurringJob<EndHolds>("end-holds", EndHoldsEvery);
        services.AddJobOfEachVendor<RerouteMessages>("reroute-messages", RerouteEvery, configuration);

        services.AddJobOfEachVendor<RenewRows>("renew-rows", RenewEvery, configuration, vendor => vendor.Protocol()?.RefusesOldRows == true);
        return services;
    }

    public static IEndpointRouteBuilder MapDispatch(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/messages/{id:guid}/cancel", ([FromServices] CancelRequests cancel, HttpContext context, Guid id, CancellationToken cancellationToken) => cancel.OneAsync(context, id, cancellationToken))
            .WithTags("Messages")
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("CancelMessage")
            .WithSummary("Cancel a message")
            .WithDescription(
                "Works until the vendor's agent has taken it: a waiting message ends at once, a row that lies untouched in the agent's queue is deleted first. 200: it will not be sent; repeat "
                + "as you like. 409 `not_cancelable`: too late. 503 `vendor_unavailable`: the vendor's database does "
                + "not answer, so nobody knows yet; the gateway keeps trying.")
            .Produces<MessageView>()
            .WithProblems(ErrorCode.TestKey, ErrorCode.NotCancelable, ErrorCode.VendorUnavailable)
            .ProducesProblems(401, 403, 404, 409, 503);
        routes.MapPost("/v1/messages/cancel", ([FromServices] CancelRequests cancel, HttpContext context, CancellationToken cancellationToken) => cancel.ReferenceAsync(context, cancellationToken))
            .WithTags("Messages")
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too)
            .WithName("CancelMessages")
            .WithSummary("Cancel all messages with a reference")
            .WithDescription("With a test key: only its test messages.")
            .WithMetadata(new Example("reference", "All of a campaign", """{ "reference": "campaign-7" }"""))
            .Accepts<CancelByReferenceRequest>("application/json")
            .Produces<CancelCounts>()
            .ProducesProblems(400, 401, 403, 413, 415, 422, 503);
        routes.MapPost("/v1/batches/{id:guid}/cancel", ([FromServices] CancelRequests cancel, HttpContext context, Guid id, CancellationToken cancellationToken) => cancel.BatchAsync(context, id, cancellationToken))
            .WithTags("Batches")
            .RequireAuthorization(Scope.SendMessages)
            .WithMetadata(ForTestKeys.Too, new TakesLong())
            .WithName("CancelBatch")
            .WithSummary("Cancel all messages of a batch or request that no agent has taken")
            .WithDescription(
                "At any time, while it is uploaded, held, released or sent. Once this has answered, nothing of the "
                + "batch leaves the "
                + "gateway any more, but what `pending` counts: an upload that still goes on ends with 409 "
                + "`upload_conflict`, a release "
                + "at the same moment is 409 `not_held` or is undone by this, and no fallback follows what an agent "
                + "had taken (`tooLate`).")
            .Produces<CancelCounts>()
            .WithProblems(ErrorCode.TestKey)
            .ProducesProblems(401, 403, 404, 503);
        routes.MapWaiting();
        return routes;
    }
}
