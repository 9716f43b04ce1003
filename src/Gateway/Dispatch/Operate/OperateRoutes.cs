using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Dispatch.Operate;

internal static class OperateRoutes
{
    private static readonly ParameterText Name = new("name", "The vendor's name in the settings.");

    public static void MapWaiting(this IEndpointRouteBuilder routes)
    {
        var vendors = routes.MapGroup("/v1/vendors/{name}").WithTags("Vendors").RequireAuthorization(Scope.Operator);
        vendors.MapCancel();
        vendors.MapExpire();
        vendors.MapMove();
    }

    private static void MapCancel(this RouteGroupBuilder vendors) =>
        vendors.MapChange(
                "/cancel-waiting",
                static (operate, context, name, token) => operate.CancelAsync(context, name, token))
            .WithName("CancelWaiting")
            .WithSummary("Cancel everything that waits in the gateway for a vendor")
            .WithDescription(
                "Of all accounts, reservations too. Each ends as `canceled`; no fallback follows. What lies in the "
                + "agent's table stays. Pause the vendor first, or new messages and hand-overs go on meanwhile. Safe "
                + "to repeat.")
            .ProducesProblems(401, 403, 404, 503);

    private static void MapExpire(this RouteGroupBuilder vendors) =>
        vendors.MapChange(
                "/expire-waiting",
                static (operate, context, name, token) => operate.ExpireAsync(context, name, token))
            .WithName("ExpireWaiting")
            .WithSummary("Let everything that waits in the gateway for a vendor expire now")
            .WithDescription(
                "Of all accounts, reservations too. Each ends as `expired` within seconds, and a fallback by the "
                + "gateway follows where one was asked for. What lies in the agent's table stays. Safe to repeat.")
            .ProducesProblems(401, 403, 404, 503);

    private static void MapMove(this RouteGroupBuilder vendors) =>
        vendors.MapChange(
                "/move-waiting",
                static (operate, context, name, token) => operate.MoveAsync(context, name, token))
            .WithMetadata(new Example("other", "To another vendor", """{ "vendor": "other" }"""))
            .WithName("MoveWaiting")
            .WithSummary("Give everything that waits in the gateway for a vendor to another one")
            .WithDescription(
                "Of all accounts, also what was sent to this vendor by name. A message that the other vendor cannot "
                + "carry word for word, or whose account may not use it, stays (`left`). What lies in the agent's "
                + "table stays: it moves by itself when the vendor is down. Safe to repeat.")
            .Accepts<MoveWaitingRequest>("application/json")
            .ProducesProblems(400, 401, 403, 404, 413, 415, 422, 503);

    private static RouteHandlerBuilder MapChange(
        this RouteGroupBuilder vendors,
        string path,
        Func<OperateWaiting, HttpContext, string, CancellationToken, Task<IResult>> change) =>
        vendors.MapPost(
                path,
                (
                    [FromServices] OperateWaiting operate, HttpContext context, string name,
                    CancellationToken cancellationToken) => change(operate, context, name, cancellationToken))
            .WithMetadata(new TakesLong())
            .Produces<WaitingChange>()
            .Describe(Name);
}
