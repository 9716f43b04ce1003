using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// <c>PATCH</c> and <c>DELETE /v1/templates/{id}</c>. What was accepted before keeps its text: messages are stored with
/// it.
/// </summary>
internal sealed class ChangeTemplate(
    GatewayDb db,
    ChangeTemplateRequestValidator validator,
    TemplateRules rules,
    FindTemplates templates,
    TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(
            context, TemplateJson.Strict.ChangeTemplateRequest, CreateTemplate.MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        return await CarryOutAsync(context, id, "template.changed", async found =>
        {
            var content = found.Read() ?? new TemplateContent();
            var fields = request.Over(new TemplateFields(found.Name, found.Channel, content));
            var faults = await rules.FaultsAsync(
                fields, context.User.Key(), found.AccountId, read.Size, cancellationToken);
            if (faults.Count > 0)
            {
                return ProblemResult.Invalid(faults);
            }

            found.Set(fields, found.Revision, time.GetUtcNow());
            return null;
        }, cancellationToken);
    }

    public async Task<IResult> RemoveAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var answer = await CarryOutAsync(context, id, "template.removed", found =>
        {
            db.Remove(found);
            return ValueTask.FromResult<IResult?>(null);
        }, cancellationToken);
        return answer is ProblemResult ? answer : Results.NoContent();
    }

    /// <summary>Changes come one after the other, so that what is read is what is changed.</summary>
    private async Task<IResult> CarryOutAsync(
        HttpContext context,
        Guid id,
        string action,
        Func<MessageTemplate, ValueTask<IResult?>> change,
        CancellationToken cancellationToken)
    {
        if (await ReadTemplates.AccountOfAsync(db, context, id, cancellationToken) is not { } accountId)
        {
            return TemplateChange.NotFound;
        }

        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            var version = await TemplateChange.NextVersionAsync(connection, accountId, cancellationToken);
            var all = db.Set<MessageTemplate>().AsTracking();
            if (await all.SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is not { } found)
            {
                return TemplateChange.NotFound;
            }

            if (await change(found) is { } refusal)
            {
                return refusal;
            }

            found.Revision = version;
            var caller = context.User.Key();
            db.Add(TemplateChange.Audit(caller, action, found, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return Results.Json(TemplateView.From(found).For(caller), TemplateJson.Strict.TemplateView);
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
