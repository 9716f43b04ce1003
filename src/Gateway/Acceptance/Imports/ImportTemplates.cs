using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Acceptance.Imports;

/// <summary>
/// <c>POST /v1/templates/import</c>: all lines of a table or none. A line whose name the account has changes that
/// template, so that a file may be mended and sent again.
/// </summary>
internal sealed class ImportTemplates(
    GatewayDb db,
    IdempotentCreate create,
    PlanImport plans,
    FindTemplates templates,
    OpenWorkbook workbooks,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    /// <summary>Somebody else may change templates between the look and the change.</summary>
    private const int MostAttempts = 5;

    /// <summary>Names that the audit log tells.</summary>
    private const int Audited = 20;

    /// <summary>What the query says of all lines.</summary>
    internal readonly record struct Query(string? Channel, string? SenderKey, bool IgnoreUnused, Guid? AccountId);

    public async Task<IResult> HandleAsync(HttpContext context, Query query, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadFileAsync(context, ImportFile.MaxBytes);
        if (body.Value is not { } bytes)
        {
            return body.Problem!; // One of them is there.
        }

        var accountId = query.AccountId ?? context.User.AccountId();
        if (!await ManagedAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            return ProblemResult.Invalid([ManagedAccounts.Unknown("?accountId")]);
        }

        var (file, problem) = await ImportFile.ReadAsync(
            bytes, context.Request.ContentType, workbooks, cancellationToken);
        if (file is null)
        {
            return problem!; // One of them is there.
        }

        var (columns, faults) = ImportColumns.Read(file.Header, query.IgnoreUnused);
        if (faults.Count > 0)
        {
            return ProblemResult.Invalid(faults);
        }

        var said = Encoding.UTF8.GetBytes(context.Request.QueryString.ToString());
        var channel = ClosedSet.Of<Channel>().Find(query.Channel); // The route takes channels alone.
        var lines = new ImportLine(columns, channel, query.SenderKey);
        return await StoreAsync(
            context, file, lines, accountId, SHA256.HashData([.. said, 0, .. body.Hash]), cancellationToken);
    }

    private async Task<IResult> StoreAsync(
        HttpContext context,
        ImportFile file,
        ImportLine lines,
        Guid accountId,
        byte[] hash,
        CancellationToken cancellationToken)
    {
        var caller = context.User.Key();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            db.ChangeTracker.Clear();
            var version = await templates.VersionAsync(accountId, cancellationToken);
            var plan = await plans.PlanAsync(file, lines, caller, accountId, cancellationToken);
            if (plan.Faults.Count > 0)
            {
                return ProblemResult.Invalid(plan.Faults);
            }

            var isStale = false;
            var result = new ImportResult
            {
                Created = plan.New.Count,
                Updated = plan.Changed.Count,
                Unchanged = plan.Unchanged,
            };
            var told = JsonSerializer.SerializeToUtf8Bytes(result, ImportJson.Strict.ImportResult);
            var answer = await create.CarryOutAsync(
                context,
                caller.Acting(accountId),
                hash,
                new KeptAnswer(StatusCodes.Status200OK, told),
                async (connection, token) =>
                {
                    var next = await TemplateChange.NextVersionAsync(connection, accountId, token);
                    isStale = next != version + 1;
                    return isStale ? Busy : await ApplyAsync(caller, accountId, plan, next, token);
                },
                cancellationToken);
            templates.Forget(accountId);
            if (!isStale)
            {
                return answer;
            }
        }

        return Busy;
    }

    private static ProblemResult Busy => new(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1));

    private async Task<IResult?> ApplyAsync(
        KnownKey caller, Guid accountId, ImportPlan plan, long version, CancellationToken cancellationToken)
    {
        var most = limits.Value.TemplatesPerAccount;
        if (plan.New.Count > 0 && plan.Known + plan.New.Count > most)
        {
            return new ProblemResult(
                ErrorCode.TooManyTemplates,
                $"An account may have {most}. Nothing of this file was stored. Remove what is no longer needed, or ask "
                    + "the operator to raise the limit.");
        }

        var now = time.GetUtcNow();
        foreach (var fields in plan.New)
        {
            db.Add(MessageTemplate.New(accountId, fields, version, now));
        }

        foreach (var (template, fields) in plan.Changed)
        {
            template.Set(fields, version, now);
        }

        var names = plan.New.Concat(plan.Changed.Select(static changed => changed.Fields))
            .Select(static fields => fields.Name ?? "");
        var audit = JsonSerializer.Serialize(
            new ImportAudit(plan.New.Count, plan.Changed.Count, [.. names.Take(Audited)]),
            ImportJson.Strict.ImportAudit);
        db.Add(AuditEntry.Of(caller, "templates.imported", accountId, audit, now));
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
