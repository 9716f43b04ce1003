using System.Text.Json;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Batches;

/// <summary>What a chunk of messages adds to its batch; stored with the messages or not at all.</summary>
internal sealed record BatchChange
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public int LinesBefore { get; init; }

    public int Lines { get; init; }

    public byte[] LinesHash { get; init; } = [];

    public int Rejected { get; init; }

    public int Repaired { get; init; }

    /// <summary>The rejected lines as they came; null when there are none.</summary>
    public StoreRejects? Rejects { get; init; }

    /// <summary>All that are kept, those of earlier chunks too.</summary>
    public IReadOnlyList<BatchFault> Errors { get; init; } = [];

    /// <summary>Letters that were replaced, in earlier chunks too; null: none.</summary>
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>How far a resend has come; null for others.</summary>
    public ResendState? Resend { get; init; }

    /// <summary>Which messages of another batch it sends again; null for others.</summary>
    public ClaimResends? Claims { get; init; }

    /// <summary>Of a batch that begins with this.</summary>
    public BatchTiming Timing { get; init; } = BatchTiming.AtOnce;

    /// <summary>Who sends a batch that begins with this.</summary>
    public KnownKey? Caller { get; init; }

    /// <summary>True when nothing comes after it.</summary>
    public bool Last { get; init; }

    /// <summary>Throws when the batch does not take it; the caller's transaction is rolled back then.</summary>
    public async Task StoreAsync(
        NpgsqlConnection connection, IntakeRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("Acceptance.Batches.Sql.store-batch");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", Id));
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", request.AccountId));
        command.Parameters.Add(new NpgsqlParameter<string?>("name", NpgsqlDbType.Text) { TypedValue = Name });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?>("uploaded_at", NpgsqlDbType.TimestampTz) { TypedValue = Last ? now : null });
        command.Parameters.Add(new NpgsqlParameter<int>("lines_before", LinesBefore));
        command.Parameters.Add(new NpgsqlParameter<int>("lines", Lines));
        command.Parameters.Add(new NpgsqlParameter<byte[]>("lines_hash", LinesHash));
        command.Parameters.Add(new NpgsqlParameter<int>("accepted", request.Messages.Count));
        command.Parameters.Add(new NpgsqlParameter<int>("rejected", Rejected));
        command.Parameters.Add(new NpgsqlParameter<int>("repaired", Repaired));
        command.Parameters.Add(new NpgsqlParameter<string>("errors", NpgsqlDbType.Jsonb) { TypedValue = JsonSerializer.Serialize(Errors, BatchJson.Strict.IReadOnlyListBatchFault) });
        command.Parameters.Add(new NpgsqlParameter<string?>("replacements", NpgsqlDbType.Jsonb)
        {
            TypedValue = Replacements is null
                ? null
                : JsonSerializer.Serialize(Replacements, BatchJson.Strict.IReadOnlyListReplacement),
        });
        Timing.AddTo(command.Parameters, Caller);
        command.Parameters.Add(new NpgsqlParameter<string?>("resend", NpgsqlDbType.Jsonb)
        {
            TypedValue = Resend is null ? null : JsonSerializer.Serialize(Resend, BatchJson.Strict.ResendState),
        });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new BatchClosedException();
        }

        if (Claims is not null)
        {
            await Claims.ClaimAsync(connection, Id, cancellationToken);
        }

        if (Rejects is not null)
        {
            await Rejects.StoreAsync(connection, Id, cancellationToken);
        }
    }
}

/// <summary>The upload has ended, or another one with the same key has added these lines already.</summary>
internal sealed class BatchClosedException() : Exception("The batch does not take these lines any more.");
