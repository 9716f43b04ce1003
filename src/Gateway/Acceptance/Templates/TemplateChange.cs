using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Acceptance.Templates;

/// <summary>What all changes of templates have in common.</summary>
internal static class TemplateChange
{
    public static ProblemResult NotFound => new(ErrorCode.NotFound, "There is no template with this id.");

    /// <summary>
    /// The number of this change of the account's templates. Taken first: no two changes are under way at once until
    /// the transaction ends.
    /// </summary>
    public static async Task<long> NextVersionAsync(
        NpgsqlConnection connection, Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Templates.Sql.next-version");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!; // RETURNING a number.
    }

    public static AuditEntry Audit(KnownKey caller, string action, MessageTemplate template, DateTimeOffset now) =>
        AuditEntry.Of(caller, action, template.Id, Detail(template), now);

    /// <summary>The refusal when another template has the name or the code; null for any other fault.</summary>
    public static ProblemResult? Taken(DbUpdateException fault) =>
        fault.InnerException is not PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } unique ? null
        : unique.ConstraintName == "templates_name" ? Exists(
            "/name", "Another template has this name. Change that one, or choose another name.")
        : unique.ConstraintName == "templates_code" ? Exists(
            "/kakao/templateCode", "Another template has this sender key and template code. Change that one.")
        : null;

    private static ProblemResult Exists(string pointer, string detail) =>
        new(ErrorCode.TemplateExists, detail, [new Fault(pointer, ErrorCode.TemplateExists.Code, detail)]);

    private static string Detail(MessageTemplate template) =>
        JsonSerializer.Serialize(TemplateView.From(template), TemplateJson.Strict.TemplateView);
}
