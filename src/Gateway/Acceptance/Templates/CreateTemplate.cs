using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Acceptance.Templates;

/// <summary><c>POST /v1/templates</c>.</summary>
internal sealed class CreateTemplate(
    GatewayDb db,
    IdempotentCreate create,
    TemplateRequestValidator validator,
    FindTemplates templates,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    public const int MaxBodyBytes = 256 * 1024;

    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, TemplateJson.Strict.TemplateRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var caller = context.User.Key();
        var accountId = request.AccountId ?? caller.AccountId;
        var now = time.GetUtcNow();
        var template = MessageTemplate.New(accountId, request.ToFields(), 0, now);
        var answer = JsonSerializer.SerializeToUtf8Bytes(TemplateView.From(template), TemplateJson.Strict.TemplateView);
        db.Add(TemplateChange.Audit(caller, "template.created", template, now));
        try
        {
            return await create.AddAsync(
                context,
                caller.Acting(accountId),
                body.Hash,
                template,
                new KeptAnswer(StatusCodes.Status201Created, answer),
                cancellationToken,
                async (connection, token) =>
                {
                    template.Revision = await TemplateChange.NextVersionAsync(connection, accountId, token);
                    return await WithinLimit.RefuseAsync(
                        connection,
                        CountedThing.Templates,
                        "Acceptance.Templates.Sql.count-templates",
                        accountId,
                        limits.Value.TemplatesPerAccount,
                        ErrorCode.TooManyTemplates,
                        token);
                });
        }
        catch (DbUpdateException taken) when (TemplateChange.Taken(taken) is { } exists)
        {
            return exists;
        }
        finally
        {
            templates.Forget(accountId);
        }
    }
}
