using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Batches;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Dispatch.Cancel;

/// <summary>Which messages to cancel.</summary>
internal sealed record CancelByReferenceRequest
{
    /// <summary>Your own word that the messages were sent with. Required.</summary>
    public string? Reference { get; init; }
}

/// <summary>What came of canceling many messages.</summary>
internal sealed record CancelCounts
{
    /// <summary>Will not be sent.</summary>
    public int Canceled { get; set; }

    /// <summary>An agent had taken them. Those that had ended before are not counted.</summary>
    public int TooLate { get; set; }

    /// <summary>Nobody knows yet, because a vendor's database does not answer; the gateway goes on trying.</summary>
    public int Pending { get; set; }
}

[JsonSerializable(typeof(CancelByReferenceRequest))]
[JsonSerializable(typeof(CancelCounts))]
internal sealed partial class CancelJson : JsonSerializerContext
{
    public static CancelJson Strict { get; } = new(
        new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default });
}

/// <summary><c>POST /v1/messages/{id}/cancel</c>, <c>POST /v1/messages/cancel</c> and <c>POST /v1/batches/{id}/cancel</c>.</summary>
internal sealed class CancelRequests(
    CancelByReferenceValidator validator,
    CancelMessages cancel,
    GetMessage get,
    GatewayDb db,
    NpgsqlDataSource source)
{
    private const int MaxBodyBytes = 4 * 1024;

    /// <summary>Messages of one step; no step holds locks for long.</summary>
    private const int Step = 500;

    /// <summary>The most recipients that share a row in any protocol.</summary>
    private static readonly int MessagesOfRow = VendorProtocols.All.Max(protocol => protocol.Carries.RowMessages);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    public async Task<IResult> OneAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        if (await db.Set<Message>().Where(message => message.Id == id && message.AccountId == accountId).Select(message => message.Vendor).SingleOrDefaultAsync(cancellationToken) is not { } vendor)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no message with this id.");
        }

        if (context.User.Key().IsForeign(vendor))
        {
            return TestKeys.LiveMessage;
        }

        var fates = await cancel.CancelAsync([id], cancellationToken);
        return fates.TryGetValue(id, out var fate)
            ? fate switch
            {
                CancelFate.Canceled => await get.HandleAsync(id, context, cancellationToken),
                CancelFate.TooLate => new ProblemResult(
                    ErrorCode.NotCancelable,
                    "The vendor's agent has taken it, or it shares a row with messages that are not canceled."),
                CancelFate.Unknown => new ProblemResult(ErrorCode.VendorUnavailable, "The vendor's database does not answer, so nobody knows yet. The gateway goes on trying; GET tells what came of it.", retryAfter: RetryAfter),
            }
            : await EndedAsync(context, id, cancellationToken);
    }

    public async Task<IResult> BatchAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var accountId = context.User.AccountId();
        if (context.User.Key().Test && await db.Set<Message>().AnyAsync(message => message.BatchId == id && message.AccountId == accountId && message.Vendor != TestKeys.Vendor, cancellationToken))
        {
            return TestKeys.LiveMessage;
        }

        return await db.Set<Message>().AnyAsync(message => message.BatchId == id && message.BatchId != message.Id && message.AccountId == accountId, cancellationToken)
            || await db.Set<Message>().AnyAsync(message => message.Id == id && message.BatchId == id && message.AccountId == accountId, cancellationToken) // A request of its own.
            || await db.Set<Batch>().AnyAsync(batch => batch.Id == id && batch.AccountId == accountId, cancellationToken) // All of its lines may have been rejected.
            ? await ManyAsync("Dispatch.Cancel.Sql.find-of-batch", new NpgsqlParameter<Guid>("batch_id", id), context.User.Key(), cancellationToken)
            : new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.");
    }

    public async Task<IResult> ReferenceAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await (await BodyReader.ReadAsync(context, CancelJson.Strict.CancelByReferenceRequest, MaxBodyBytes)).CheckAsync(validator, context);
        return body.Request is { Reference: { } reference }
            ? await ManyAsync("Dispatch.Cancel.Sql.find-of-reference", new NpgsqlParameter<string>("reference", reference), context.User.Key(), cancellationToken)
            : body.Refusal;
    }

    /// <summary>Canceled before: the same answer again. Anything else that has ended cannot be canceled.</summary>
    private async Task<IResult> EndedAsync(HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await db.Set<Message>().AnyAsync(message => message.Id == id && message.Status == MessageStatus.Canceled, cancellationToken)
            ? await get.HandleAsync(id, context, cancellationToken)
            : new ProblemResult(ErrorCode.NotCancelable, "It has ended.");

    private async Task<IResult> ManyAsync(
        string statement, NpgsqlParameter which, KnownKey key, CancellationToken cancellationToken)
    {
        var counts = new CancelCounts();
        var carried = new List<Guid>();
        var after = Guid.Empty;
        while (await PageAsync(statement, which, key, after, cancellationToken) is { Count: > 0 } page)
        {
            var fates = await cancel.CancelAsync([.. page, .. carried], cancellationToken);
            counts.Canceled += fates.Values.Count(fate => fate == CancelFate.Canceled);
            counts.Pending += fates.Values.Count(fate => fate == CancelFate.Unknown);

            // A vendor's row may carry messages of two steps; it can go only when all of them are asked for together, so the last ones get a second chance.
            carried = [.. page.TakeLast(MessagesOfRow).Where(id => fates.TryGetValue(id, out var fate) && fate == CancelFate.TooLate)];
            counts.TooLate += fates.Values.Count(fate => fate == CancelFate.TooLate) - carried.Count;
            after = page[^1];
        }

        counts.TooLate += carried.Count;
        return Results.Json(counts, CancelJson.Strict.CancelCounts);
    }

    private async Task<List<Guid>> PageAsync(
        string statement,
        NpgsqlParameter which,
        KnownKey key,
        Guid after,
        CancellationToken cancellationToken)
    {
        await using var command = source.Command(statement);
        command.Parameters.Add(which.Clone());
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", key.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string?>("only_vendor", NpgsqlDbType.Text) { TypedValue = key.Test ? TestKeys.Vendor : null });
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", after));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Step));
        var page = new List<Guid>(Step);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(reader.GetGuid(0));
        }

        return page;
    }
}
