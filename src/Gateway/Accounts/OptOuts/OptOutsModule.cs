using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Gateway.Accounts.OptOuts;

internal static class OptOutsModule
{
    public static IServiceCollection AddOptOuts(this IServiceCollection services) => services.AddSingleton<FindOptOuts>().AddSingleton<OptOutRequestValidator>().AddScoped<AddOptOuts>().AddScoped<ManageOptOuts>();

    public static IEndpointRouteBuilder MapOptOuts(this IEndpointRouteBuilder routes)
    {
        var optOuts = routes.MapGroup("/v1/optouts").WithTags("Opt-outs").RequireAuthorization(Scope.Admin);
        optOuts.MapPost("", ([FromServices] AddOptOuts add, HttpContext context, Guid? accountId, CancellationToken cancellationToken) =>
                MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
                    && TableTypes.IsCsv(type.MediaType.Value)
                    ? add.FromCsvAsync(context, accountId, cancellationToken)
                    : add.FromJsonAsync(context, accountId, cancellationToken))
            .WithName("AddOptOuts")
            .WithSummary("Add numbers to the opt-out list (수신거부)")
            .WithDescription(
                "Messages with `purpose: advertisement` to these numbers are refused with 422 `opted_out`; those that were accepted before and still wait end as failed with 503 "
                + "E_TELCO_MSG_DENY when their time comes. Each account has its own list. Adding a number again is not "
                + "an error.\n\n"
                + "As `text/csv`: a header line with `number` and, if you like, `comment`, at most 8 MB and 100,000 "
                + "numbers; invalid lines are reported and skipped, and `accountId` is a query parameter.")
            .WithMetadata(new Example("one", "A number", """{ "number": "010-1234-9999", "comment": "called 080-000-0000" }"""))
            .WithMetadata(new Example("many", "Many", """{ "numbers": ["01012349999", "01012349998"] }"""))
            .WithMetadata(new Example("file", "A header line, then a number a line", """
                number,comment
                010-1234-9999,called 080-000-0000
                01012349998,
                """, ContentType: "text/csv"))
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<OptOutRequest>("application/json", [TableTypes.Csv, .. TableTypes.OtherNames])
            .WithMetadata(new OtherNames(TableTypes.OtherNames))
            .Produces<OptOutResult>(StatusCodes.Status201Created)
            .WithProblems(ErrorCode.TooManyOptOuts)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        optOuts.MapGet("", ([FromServices] ManageOptOuts manage, HttpContext context, string? number, Guid? accountId, int? limit, string? cursor, CancellationToken cancellationToken) => manage.ListAsync(context, number, accountId, limit, cursor, cancellationToken))
            .WithName("ListOptOuts")
            .WithSummary("List opted-out numbers, newest first")
            .WithDescription(
                "`number` finds one. `Accept: text/csv` gives the whole list as a file, oldest first, which can be "
                + "sent back as it is. `accountId`: another account's list, with an admin key of the built-in account.")
            .Produces<OptOutList>(StatusCodes.Status200OK, "application/json", "text/csv")
            .Describe(
                new ParameterText("number", "Only this number, written in any form."))
            .ProducesProblems(400, 401, 403, 404, 503);
        optOuts.MapDelete("/{id:guid}", ([FromServices] ManageOptOuts manage, HttpContext context, Guid id, CancellationToken cancellationToken) => manage.DeleteAsync(context, id, cancellationToken))
            .WithName("RemoveOptOut")
            .WithSummary("Remove a number from the opt-out list")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 403, 404, 503);
        return routes;
    }
}
