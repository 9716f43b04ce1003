using Gateway.Acceptance.Batches;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.OpenApi;
using Gateway.Platform.Queries;
using Gateway.Vendors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Acceptance.Imports;

internal static class ImportsModule
{
    private const string Text =
        "A table of templates as `text/csv`, or a workbook (.xlsx), at most 8 MB and 10,000 lines; "
        + "encodings, separators and header are read as `POST /v1/batches` reads them. Columns: `name` (템플릿명) "
        + "and `text` (내용), needed; `channel` (채널: a channel's word, or 알림톡, 친구톡, 문자, 장문 …), `subject` (제목), "
        + "`senderKey` (발신프로필키), `templateCode` (템플릿코드), `buttons` (버튼; a JSON list), `fallbackChannel`, "
        + "`fallbackText`, `fallbackSubject` (대체발송채널, 대체발송내용, 대체발송제목). `channel` and `senderKey` of the query "
        + "count where a line says none; a line with a template code is an alimtalk. Another column is an error, "
        + "unless `ignoreUnused=true`.\n\n**All lines or none**: every line is checked, and an error in one of them "
        + "stores nothing; an error's pointer begins with its line (`/lines/3/text`). A "
        + "line whose name the account has changes that template, what the file has no column for stays, and "
        + "the answer counts `created`, `updated` and `unchanged`: correct a file and send it again as often as you "
        + "like.";

    private static readonly Example Csv = new("csv", "Two templates", """
        name,channel,text,senderKey,templateCode,buttons
        order-shipped,알림톡,#{name} 고객님의 주문이 출발했습니다.,5c76f3c2a1b04d77,ship01,"[{""name"":""배송 조회"",""type"":""DS""}]"
        welcome,sms,#{name}님 환영합니다.,,,
        """, ContentType: UploadFile.CsvType);

    public static IServiceCollection AddTemplateImport(this IServiceCollection services) =>
        services.AddScoped<PlanImport>().AddScoped<ImportTemplates>();

    public static IEndpointRouteBuilder MapTemplateImport(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
                "/v1/templates/import",
                (
                    [FromServices] ImportTemplates import,
                    HttpContext context,
                    string? channel,
                    string? senderKey,
                    string? ignoreUnused,
                    Guid? accountId,
                    CancellationToken cancellationToken) =>
                    import.HandleAsync(
                        context, new(channel, senderKey, ignoreUnused == "true", accountId), cancellationToken))
            .WithTags("Templates")
            .RequireAuthorization(Scope.Admin)
            .WithWords("channel", ClosedSet.Of<Channel>().Words)
            .WithWords("ignoreUnused", ["true", "false"])
            .WithName("ImportTemplates")
            .WithSummary("Create and change many templates from a table")
            .WithDescription(Text)
            .WithMetadata(Csv)
            .WithMetadata(IdempotencyKey.Documented)
            .Accepts<string>(UploadFile.CsvType, [UploadFile.WorkbookType, .. UploadFile.OtherTypes])
            .WithMetadata(new OtherNames(UploadFile.OtherTypes))
            .WithMetadata(new OtherBody(UploadFile.WorkbookType, null))
            .Produces<ImportResult>()
            .Describe(
                new("channel", "The channel of lines that name none."),
                new("senderKey", "The sender profile of lines that name none."),
                new("ignoreUnused", "Ignores columns that are no field.") { Default = "false" })
            .WithProblems(ErrorCode.TooManyTemplates, ErrorCode.TemplateExists, ErrorCode.NoLines)
            .ProducesProblems(400, 401, 403, 409, 413, 415, 422, 503);
        return routes;
    }
}
