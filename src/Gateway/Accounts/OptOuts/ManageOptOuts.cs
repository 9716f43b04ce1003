using System.Globalization;
using System.Text.Json;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Numbers;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Accounts.OptOuts;

/// <summary><c>GET /v1/optouts</c> and <c>DELETE /v1/optouts/{id}</c>.</summary>
internal sealed class ManageOptOuts(GatewayDb db, NpgsqlDataSource source, TimeProvider time)
{
    public async Task<IResult> ListAsync(HttpContext context, string? number, Guid? account, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        Page.Read(limit?.ToString(CultureInfo.InvariantCulture), cursor, faults, out var page);
        var wanted = number is null ? (NumberReading?)null : PhoneNumber.Person(number);
        if (wanted?.Fault is { } fault)
        {
            faults.Add(new Fault("?number", fault.Code, fault.Detail));
        }

        number = wanted?.Digits;

        var file = context.Request.WantsCsv();
        foreach (var name in new[] { "number", "limit", "cursor" }.Where(name => file && context.Request.Query.ContainsKey(name)))
        {
            faults.Add(new Fault("?" + name, "unexpected_parameter", "The file always has the whole list. Leave it out."));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        var accountId = account ?? context.User.AccountId();
        if (!await ManagedAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no account with this id.");
        }

        if (file)
        {
            if (!context.User.Key().ReadsPii)
            {
                return new ProblemResult(ErrorCode.Forbidden, "The file has whole numbers, so that it can be sent back: this needs the scope messages:read-pii.");
            }

            return new StreamedCsv(
                "optouts.csv", marked: false, (writer, gone) => ExportAsync(writer, accountId, gone));
        }

        var found = await page.Of(db.Set<OptOut>()
            .Where(optOut => optOut.AccountId == accountId && (number == null || optOut.Number == number) && (page.Before == null || optOut.Id < page.Before))
            .OrderByDescending(optOut => optOut.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, optOut => optOut.Id);
        return Results.Json(new OptOutList([.. items.Select(OptOutView.From).Select(view => context.User.Key().ReadsPii ? view : view.Masked())], next), OptOutJson.Strict.OptOutList);
    }

    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var own = context.User.AccountId();
        if (await db.Set<OptOut>().SingleOrDefaultAsync(optOut => optOut.Id == id && (own == Caller.DefaultAccount || optOut.AccountId == own), cancellationToken) is not { } found)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no opt-out with this id.");
        }

        db.Remove(found);
        db.Add(AuditEntry.Of(context.User.Key(), "optout.removed", id, JsonSerializer.Serialize(OptOutView.From(found), OptOutJson.Strict.OptOutView), time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return Results.NoContent();
    }

    /// <summary>Row by row, however long the list is.</summary>
    private async Task ExportAsync(StreamWriter writer, Guid accountId, CancellationToken cancellationToken)
    {
        await writer.WriteLineAsync("number,comment,createdAt".AsMemory(), cancellationToken);
        await using var command = source.Command("Accounts.OptOuts.Sql.export-optouts");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            await writer.WriteLineAsync(Line(reader).AsMemory(), cancellationToken);
        }
    }

    private static string Line(NpgsqlDataReader reader) => string.Join(
        ',',
        CsvField.Of(reader.GetString(0)),
        CsvField.Of(reader.IsDBNull(1) ? null : reader.GetString(1)),
        reader.GetFieldValue<DateTimeOffset>(2).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
