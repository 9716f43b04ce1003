using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>A message of a batch that has ended, and what keeps it from being sent again.</summary>
/// <param name="Id">Of the message.</param>
/// <param name="IsResent">It was sent again before.</param>
/// <param name="IsRemoved">Its contents are gone.</param>
/// <param name="Fallback">The status of the fallback that the gateway sent; null when there is none.</param>
/// <param name="IsUndecided">Whether a fallback follows is not decided yet.</param>
internal sealed record Ended(Guid Id, bool IsResent, bool IsRemoved, MessageStatus? Fallback, bool IsUndecided)
{
    public bool StillRuns => IsUndecided || Fallback < MessageStatus.Delivered;
}

/// <summary>Looks for the messages of a batch that can be sent again.</summary>
internal sealed class FindResendable(GatewayDb db, NpgsqlDataSource source, RenderMessage render)
{
    private const string Folder = "Acceptance.Batches.Resend.Sql.";

    private static readonly ProblemResult TestMessages = new(
        ErrorCode.TestKey,
        "These messages were sent with a test key, and would reach people now. Use a test key to send them again.");

    /// <summary>
    /// The batch's name; or the refusal when the account has none, or the key may not send its messages again.
    /// </summary>
    public async Task<(IResult? Refusal, string? Name)> LookAsync(
        KnownKey caller, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = source.Command(Folder + "look-at-batch");
        Add(command, caller, batchId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (isThere, name) = (reader.Get<bool>("is_there"), reader.Find<string>("name"));
        var (isLive, isTest) = (reader.Get<bool>("is_live"), reader.Get<bool>("is_test"));
        IResult? refusal = !isThere ? new ProblemResult(ErrorCode.NotFound, "There is no batch with this id.")
            : caller.Test && isLive ? TestKeys.LiveMessage
            : !caller.Test && isTest ? TestMessages
            : null;
        return (refusal, name);
    }

    /// <summary>The next ones behind a message, in the order in which they were accepted.</summary>
    public async Task<List<Ended>> NextAsync(
        KnownKey caller,
        Guid batchId,
        IReadOnlyList<MessageStatus> statuses,
        Guid after,
        int limit,
        CancellationToken cancellationToken)
    {
        await using var command = source.Command(Folder + "next-ended");
        Add(command, caller, batchId);
        command.Parameters.Add(new NpgsqlParameter<short[]>("statuses", [.. statuses.Select(status => (short)status)]));
        command.Parameters.Add(new NpgsqlParameter<Guid>("after", after));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        var found = new List<Ended>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    /// <summary>The messages themselves, by their ids.</summary>
    public async Task<Dictionary<Guid, Message>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var (first, last) = (ids[0], ids[^1]);
        return await db.Set<Message>()
            .Where(message => ids.Contains(message.Id) && message.Id >= first && message.Id <= last)
            .ToDictionaryAsync(message => message.Id, cancellationToken);
    }

    public bool IsRetryable(Message message) => render.Now(message, null).Result is { Retryable: true };

    /// <summary>Messages of the batch that have not ended.</summary>
    public async Task<long> CountRunningAsync(KnownKey caller, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = source.Command(Folder + "count-running");
        Add(command, caller, batchId);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private static void Add(NpgsqlCommand command, KnownKey caller, Guid batchId)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid>("batch_id", batchId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", caller.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string>("test_vendor", TestKeys.Vendor));
    }

    private static Ended Read(NpgsqlDataReader reader) => new(
        reader.Get<Guid>("id"),
        reader.Get<bool>("is_resent"),
        reader.Get<bool>("is_removed"),
        (MessageStatus?)reader.Find<short?>("fallback"),
        reader.Get<bool>("is_undecided"));
}
