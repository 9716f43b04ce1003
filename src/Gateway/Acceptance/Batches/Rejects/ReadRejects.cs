using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Acceptance.Batches.Rejects;

/// <summary><c>GET /v1/batches/{id}/rejects</c>.</summary>
internal sealed class ReadRejects(GatewayDb db, NpgsqlDataSource source, SealRejects seal)
{
    private const string Whole = "The file has whole numbers and names, so that it can be corrected and sent again: "
        + "this needs the scope messages:read-pii.";

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        if (!await db.Set<Batch>().AnyAsync(batch => batch.Id == id && batch.AccountId == accountId, cancellationToken))
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.");
        }

        return context.User.Key().ReadsPii
            ? Streamed(id, context.AnswersInKorean())
            : new ProblemResult(ErrorCode.Forbidden, Whole);
    }

    private StreamedCsv Streamed(Guid id, bool inKorean) =>
        new($"rejects-{id}.csv", marked: true, (writer, gone) => WriteAsync(writer, id, inKorean, gone));

    private async Task WriteAsync(
        StreamWriter writer, Guid id, bool inKorean, CancellationToken cancellationToken)
    {
        var (after, isFirst) = (0, true);
        while (await NextAsync(id, after, cancellationToken) is { } chunk)
        {
            after = chunk.FirstLine;
            var lines = seal.Open(id, chunk.Content, chunk.IsSealed) ?? Unreadable(after);
            if (isFirst)
            {
                await writer.WriteLineAsync(RejectsFile.Header(lines.Columns).AsMemory(), cancellationToken);
                isFirst = false;
            }

            foreach (var line in lines.Lines)
            {
                var shown = inKorean ? line.InKorean() : line;
                await writer.WriteLineAsync(RejectsFile.Record(shown).AsMemory(), cancellationToken);
            }
        }

        if (isFirst)
        {
            await writer.WriteLineAsync(RejectsFile.Header([]).AsMemory(), cancellationToken);
        }
    }

    private static RejectedLines Unreadable(int line) =>
        new([], [new RejectedLine(line, [LostKey], [])]);

    private static readonly Fault LostKey = new("", "unreadable", "This line and those behind it cannot be decrypted any more.");

    private async Task<StoreRejects?> NextAsync(Guid id, int after, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Acceptance.Batches.Rejects.Sql.read-rejects");
        command.Parameters.Add(new NpgsqlParameter<Guid>("batch_id", id));
        command.Parameters.Add(new NpgsqlParameter<int>("after", after));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoreRejects(reader.GetInt32(0), (byte[])reader.GetValue(1), reader.GetBoolean(2))
            : null;
    }
}
