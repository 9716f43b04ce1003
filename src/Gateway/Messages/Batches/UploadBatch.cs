using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Accounts;
using Gateway.Messages.Content;
using Gateway.Messages.Intake;
using Gateway.Messages.Repeats;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Messages.Batches;

/// <summary>
/// <c>POST /v1/batches</c> with NDJSON or CSV: read line by line, stored in chunks. The batch row counts the lines in the transaction of their messages, so an upload that broke
/// off is repeated with its <c>Idempotency-Key</c> and goes on behind the lines that are stored.
/// </summary>
internal sealed class UploadBatch(PrepareMessages prepare, OptOutRules optOuts, UseQuota quota, MarkMessages mark, SealContent seal, WriteIntake write, MessageSignals signals, NpgsqlDataSource source, IServiceScopeFactory scopes, TimeProvider time)
{
    public const int MaxLines = 1_000_000;

    private static readonly string[] DefaultNames = ["channel", "from", "vendor", "priority", "purpose", "subject", "text", "scheduledAt"];

    private const int IdBytes = 16;

    private const string RemedyOfTable = " Nothing was sent. Take the column out, or send the file with ?ignoreUnused=true.";
    private const string RemedyOfCell = " Correct the name, empty the cell, or send the rejected lines again with ?ignoreUnused=true.";
    private const string RemedyOfLine = " Correct the name, leave the variable out, or send the rejected lines again with ?ignoreUnused=true.";

    public async Task<IResult> HandleAsync(HttpContext context, bool csv)
    {
        if (!IdempotencyKey.TryRead(context, out var key))
        {
            return IdempotencyKey.Invalid;
        }

        string? name = context.Request.Query["name"];
        var ignoreUnused = context.Request.Query["ignoreUnused"] == "true"; // The route takes true and false.
        var defaults = Defaults(context.Request.Query);
        List<Fault> faults = [.. defaults.Faults.Select(fault => fault with { Pointer = "?" + fault.Pointer[1..] })];
        if (!TextRules.Fits(name, BatchRequestValidator.MaxName))
        {
            faults.Add(new Fault("?name", "too_long", TextRules.Form(BatchRequestValidator.MaxName)));
        }

        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // Lines are counted, and memory is bounded, instead.
        }

        // The first line is looked at before the batch stands: a header that cannot be used leaves nothing behind.
        await using var lines = new ReadLines(context.Request.Body, csv).AllAsync(context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        CsvHeader? header = null;
        var any = await lines.MoveNextAsync();
        if (csv)
        {
            (header, var wrong) = CsvHeader.Read(any ? lines.Current.Bytes : default);
            faults.AddRange(header is null ? wrong : Unused(header, defaults.Value, ignoreUnused));
            if (faults.Count > 0)
            {
                return ProblemResult.Invalid(faults);
            }
        }

        var caller = context.User.Key();
        var start = SHA256.HashData(Encoding.UTF8.GetBytes((csv ? "csv" : "ndjson") + context.Request.QueryString));
        var keys = (Own: IdempotencyScope.OfMessages(key, caller.Test), Scope: IdempotencyScope.OfRoute(context, key, caller.Test));
        if (await OpenAsync(caller.AccountId, name, keys, start) is not { } batch)
        {
            return await OtherAsync(caller.AccountId, keys.Scope!); // Without a key every batch is new.
        }

        var upload = new Upload(BatchView.Of(batch, null), batch.Lines, start, caller, mark, seal, write, optOuts, quota);
        try
        {
            if (await ReadAsync(context, any ? lines : null, header, upload, batch, (defaults.Value, ignoreUnused)) is { } refused)
            {
                return refused;
            }

            if (!upload.Any)
            {
                await upload.FinishAsync(); // Blank lines are counted in chunks too.
            }

            if (!upload.Any && await DiscardAsync(upload.Id))
            {
                return ProblemResult.Invalid([new Fault("", "required", "The file has no line with a message. Give at least one.")]);
            }

            var replayed = batch.UploadedAt is not null && upload.Lines == batch.Lines;
            if (!replayed)
            {
                await upload.StoreAsync(last: true);
            }

            signals.Accepted.Beat();
            var answer = new BatchResponse { Id = upload.Id, Accepted = upload.Accepted, Rejected = upload.Rejected, Errors = caller.ReadsPii ? upload.Errors : [.. upload.Errors.Select(BatchView.Masked)] };
            return new AcceptedJson(JsonSerializer.SerializeToUtf8Bytes(answer, BatchJson.Strict.BatchResponse), replayed);
        }
        catch (BatchClosedException)
        {
            return new ProblemResult(ErrorCode.UploadConflict);
        }
        finally
        {
            await upload.FinishAsync();
        }
    }

    /// <summary>Reads from the line at which <paramref name="lines"/> stands. The problem when the upload may not go on.</summary>
    private async Task<IResult?> ReadAsync(HttpContext context, IAsyncEnumerator<UploadLine>? lines, CsvHeader? header, Upload upload, Batch batch, (SendMessageRequest? Defaults, bool IgnoreUnused) common)
    {
        var same = batch.Lines == 0;
        for (var more = lines is not null; more; more = await lines!.MoveNextAsync())
        {
            var line = lines!.Current; // Without lines there is no loop.
            var isNew = upload.Next(line);
            same |= upload.Lines == batch.Lines && CryptographicOperations.FixedTimeEquals(upload.Hash, batch.LinesHash);
            if (isNew && !same)
            {
                return IdempotencyKey.Reused;
            }

            if (isNew && batch.UploadedAt is not null)
            {
                // An upload that came to its end had no more lines than these. One that was closed because it had broken off comes too late.
                return batch.UploadedAt == batch.TouchedAt ? IdempotencyKey.Reused : new ProblemResult(ErrorCode.UploadConflict);
            }

            if (header is not null && upload.Lines == 1)
            {
                continue;
            }

            if (upload.Lines > MaxLines + (header is null ? 0 : 1))
            {
                upload.Reject(line.Line, [new Fault("", "too_many_lines", $"At most {MaxLines} lines. This one and all after it were not read.")]);
                break;
            }

            if (isNew && line.Bytes.Length > 0)
            {
                await TakeAsync(line, header, upload, common, context);
            }
        }

        return same ? null : IdempotencyKey.Reused;
    }

    private async ValueTask TakeAsync(UploadLine line, CsvHeader? header, Upload upload, (SendMessageRequest? Defaults, bool IgnoreUnused) common, HttpContext context)
    {
        var faults = new List<Fault>();
        IReadOnlyList<NewMessage> messages = [];
        RecipientList? to = null;
        if (line.TooLong)
        {
            faults.Add(new Fault("", "line_too_long", $"A line may have {ReadLines.MaxBytes} bytes."));
        }
        else if (Parse(line, header, faults) is { } request)
        {
            to = request.To;
            if (!common.IgnoreUnused)
            {
                faults.AddRange(PrepareMessages.Unused(request, common.Defaults, fromTable: header is not null, header is null ? RemedyOfLine : RemedyOfCell));
            }

            var work = new WorkBudget(WorkBudget.OfLine, context.RequestAborted);
            messages = await prepare.PrepareAsync(request, common.Defaults, context.User.Key(), upload.Id, faults, work, context.RequestAborted);
        }

        if (faults.Count > 0)
        {
            upload.Reject(line.Line, faults);
        }

        await upload.AddAsync(line.Line, to, messages);
    }

    /// <summary>Columns that nothing can use, because no line has a text of its own: told once, before anything is stored.</summary>
    private static IEnumerable<Fault> Unused(CsvHeader header, SendMessageRequest? defaults, bool ignoreUnused) =>
        ignoreUnused || defaults?.Text is null || header.Has("text") || header.Has("subject") ? [] : UnusedVariables.Of(header.Variables, defaults, RemedyOfTable);

    private static SendMessageRequest? Parse(UploadLine line, CsvHeader? header, List<Fault> faults)
    {
        ReadOnlyMemory<byte> json = line.Bytes;
        if (header is not null)
        {
            if (header.ToJson(line.Bytes, out var fault) is not { } made)
            {
                faults.Add(fault!); // One of them is there.
                return null;
            }

            json = made;
        }

        var body = BodyReader.Parse(new ReadOnlySequence<byte>(json), MessageJson.Request);
        faults.AddRange(body.Faults);
        if (body.Problem is { } problem)
        {
            faults.Add(new Fault("", problem.Code, problem.Detail ?? ""));
        }

        faults.AddRange(RequestBounds.Faults(body.Value, json.Length));
        return faults.Count == 0 ? body.Value : null;
    }

    private static Body<SendMessageRequest> Defaults(IQueryCollection query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var name in DefaultNames.Where(query.ContainsKey))
        {
            writer.WriteString(name, query[name].ToString());
        }

        writer.WriteEndObject();
        writer.Flush();
        return BodyReader.Parse(new ReadOnlySequence<byte>(buffer.WrittenMemory), MessageJson.Request);
    }

    /// <summary>Forgets a batch that nothing was stored of. False: it is none.</summary>
    private async Task<bool> DiscardAsync(Guid id)
    {
        await using var command = source.Command("Messages.Batches.Sql.discard-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        return await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
    }

    /// <summary>
    /// The problem when the key has no upload: a JSON batch has it, or somebody took the upload's batch away.
    /// </summary>
    private async Task<IResult> OtherAsync(Guid accountId, string scope)
    {
        await using var command = source.Command("Platform.Idempotency.Sql.find-key");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string>("key", scope));
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        if (!await reader.ReadAsync(CancellationToken.None))
        {
            return IntakeOutcome.Busy; // Its day ended this very moment.
        }

        if ((await reader.GetFieldValueAsync<byte[]>(0, CancellationToken.None)).Length > 0)
        {
            return IdempotencyKey.Reused;
        }

        var id = await reader.GetFieldValueAsync<byte[]>(1, CancellationToken.None);
        return IdempotencyKey.AnswerLost(id.Length == IdBytes ? new Guid(id, bigEndian: true) : null);
    }

    /// <summary>The batch of this upload, new or begun before; null when something else has its key.</summary>
    private async Task<Batch?> OpenAsync(Guid accountId, string? name, (string? Own, string? Scope) keys, byte[] hash)
    {
        var now = time.GetUtcNow();
        var id = NewId.At(now);
        await using var command = source.Command("Messages.Batches.Sql.open-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<string?>("name", NpgsqlDbType.Text) { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string?>("key", NpgsqlDbType.Text) { TypedValue = keys.Own });
        command.Parameters.Add(new NpgsqlParameter<string?>("scope", NpgsqlDbType.Text) { TypedValue = keys.Scope });
        command.Parameters.Add(new NpgsqlParameter<byte[]>("lines_hash", hash));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        var isNew = await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GatewayDb>().Set<Batch>().AsNoTracking()
            .SingleOrDefaultAsync(batch => isNew ? batch.Id == id : batch.AccountId == accountId && batch.IdempotencyKey == keys.Own, CancellationToken.None);
    }
}
