using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Npgsql;

namespace Gateway.Dispatch.Cancel;

/// <summary>A message that shall be canceled, as it was found.</summary>
internal sealed record CancelRow(Guid MessageId, string Vendor, InflightState State, Guid? HandOverId);

/// <summary>
/// Writes down wishes to cancel and what came of them. Every member is safe to repeat, from any process.
/// </summary>
internal sealed class RecordCancel(NpgsqlDataSource source, MessageSignals signals, TimeProvider time)
{
    /// <summary>
    /// Ends what waits, notes the wish on what is queued, and answers all that have not ended before.
    /// </summary>
    public async Task<IReadOnlyList<CancelRow>> BeginAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = End("Dispatch.Cancel.Sql.begin-cancel", ids);
        return await AnswerAsync(
            command,
            reader => new CancelRow(
                reader.Get<Guid>("message_id"),
                reader.Get<string>("vendor"),
                (InflightState)reader.Get<short>("state"),
                reader.Find<Guid?>("handover_id")),
            cancellationToken);
    }

    /// <summary>Their rows are gone from the vendor's queue by our doing. Answers those that this ended.</summary>
    public async Task<IReadOnlyList<Guid>> WithdrawnAsync(
        IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await using var command = End("Dispatch.Cancel.Sql.record-withdrawn", [.. rows.Select(row => row.MessageId)]);
        command.Parameters.Add(HandOvers(rows));
        return await AnswerAsync(command, reader => reader.GetGuid(0), cancellationToken);
    }

    /// <summary>The agent was faster.</summary>
    public async Task TooLateAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = source.Command("Dispatch.Cancel.Sql.too-late");
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. rows.Select(row => row.MessageId)]));
        command.Parameters.Add(HandOvers(rows));
        await MovedRow.ExecuteAsync(command, cancellationToken);
    }

    private async Task<IReadOnlyList<T>> AnswerAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = await MovedRow.ReadAsync(command, read, cancellationToken);
        signals.Events.Beat();
        return rows;
    }

    private static NpgsqlParameter<Guid[]> HandOvers(IReadOnlyList<QueuedRow> rows) =>
        new("handover_ids", [.. rows.Select(row => row.HandOverId)]);

    private NpgsqlCommand End(string statement, IReadOnlyList<Guid> ids)
    {
        var command = source.Command(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. ids]));
        command.Parameters.AddEnd(time.GetUtcNow(), ids.Min(), ids.Max());
        command.Parameters.Add(new NpgsqlParameter<short>("result_code", (short)ResultCatalogue.Canceled));
        return command;
    }
}
