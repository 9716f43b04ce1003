using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Queries;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Acceptance.Templates;

internal static class TemplatesModule
{
    public static IServiceCollection AddTemplates(this IServiceCollection services) => services
        .AddSingleton<FindTemplates>()
        .AddSingleton<UseTemplates>()
        .AddSingleton<TemplateRules>()
        .AddSingleton<TemplateRequestValidator>()
        .AddSingleton<ChangeTemplateRequestValidator>()
        .AddScoped<CreateTemplate>()
        .AddScoped<ChangeTemplate>()
        .AddScoped<ReadTemplates>();

    public static IEndpointRouteBuilder MapTemplates(this IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup("/v1/templates").WithTags("Templates").RequireAuthorization(Scope.Admin);
        MapCreate(templates);
        MapReads(templates);
        MapChanges(templates);
        return routes;
    }

    private static void MapCreate(RouteGroupBuilder templates) =>
        templates.MapPost(
                "",
                ([FromServices] CreateTemplate create, HttpContext context, CancellationToken cancellationToken) =>
                    create.HandleAsync(context, cancellationToken))
            .WithName("CreateTemplate")
            .WithSummary("Create a template")
            .WithDescription(TemplateTexts.Create)
            .WithMetadata(TemplateExamples.AlimTalk, TemplateExamples.Sms, TemplateExamples.Created)
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<TemplateRequest>("application/json")
            .Produces<TemplateView>(StatusCodes.Status201Created)
            .WithProblems(ErrorCode.TooManyTemplates, ErrorCode.TemplateExists)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);

    private static void MapReads(RouteGroupBuilder templates)
    {
        templates.MapGet(
                "",
                (
                    [FromServices] ReadTemplates read,
                    HttpContext context,
                    string? name,
                    string? channel,
                    Guid? accountId,
                    int? limit,
                    string? cursor,
                    CancellationToken cancellationToken) =>
                    read.ListAsync(context, new(name, channel, accountId), limit, cursor, cancellationToken))
            .WithWords("channel", ClosedSet.Of<Channel>().Words)
            .WithName("ListTemplates")
            .WithSummary("List templates, newest first")
            .WithDescription(TemplateTexts.List)
            .Produces<TemplateList>()
            .Describe(
                new("name", "Only the template of this name."),
                new("channel", "Only templates of this channel."))
            .ProducesProblems(400, 401, 403, 404, 503);
        templates.MapGet(
                "/{id:guid}",
                ([FromServices] ReadTemplates read, HttpContext context, Guid id, CancellationToken token) =>
                    read.GetAsync(context, id, token))
            .WithName("GetTemplate")
            .WithSummary("Read a template")
            .Produces<TemplateView>()
            .ProducesProblems(401, 403, 404, 503);
    }

    private static void MapChanges(RouteGroupBuilder templates)
    {
        templates.MapPatch(
                "/{id:guid}",
                ([FromServices] ChangeTemplate change, HttpContext context, Guid id, CancellationToken token) =>
                    change.HandleAsync(context, id, token))
            .WithName("ChangeTemplate")
            .WithSummary("Change a template")
            .WithDescription(TemplateTexts.Change)
            .WithMetadata(TemplateExamples.NewText)
            .Accepts<ChangeTemplateRequest>("application/json")
            .Produces<TemplateView>()
            .WithProblems(ErrorCode.TemplateExists)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        templates.MapDelete(
                "/{id:guid}",
                ([FromServices] ChangeTemplate change, HttpContext context, Guid id, CancellationToken token) =>
                    change.RemoveAsync(context, id, token))
            .WithName("RemoveTemplate")
            .WithSummary("Remove a template")
            .WithDescription("Messages that were accepted with it are still sent.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(401, 403, 404, 503);
    }
}
