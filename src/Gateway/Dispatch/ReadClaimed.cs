using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>
/// Reads what is to be sent of claimed messages: each month's from the month's own table, in one round trip.
/// </summary>
internal sealed class ReadClaimed(NpgsqlDataSource source, SealContent seal, DamagedRows damaged)
{
    /// <summary>The messages in the order of their rows.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ReadAsync(
        IReadOnlyList<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(rows, static row => NewId.MonthOf(row.MessageId), cancellationToken);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // The month has no table of its own (yet): whatever table has them.
            return await ReadAsync(rows, static _ => null, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ClaimedMessage>> ReadAsync(
        IReadOnlyList<ClaimedRow> rows, Func<ClaimedRow, DateTime?> monthOf, CancellationToken cancellationToken)
    {
        var found = new ClaimedMessage?[rows.Count];
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.BatchCommand("Dispatch.Sql.claimed-settings"));
        foreach (var month in Enumerable.Range(0, rows.Count).GroupBy(place => monthOf(rows[place])))
        {
            batch.BatchCommands.Add(Records(month.Key, [.. month], rows));
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var place = reader.Get<int>("place");
                found[place] = ReadSafely(rows[place], reader);
            }
        }

        return [.. found.OfType<ClaimedMessage>()];
    }

    private static NpgsqlBatchCommand Records(DateTime? month, int[] places, IReadOnlyList<ClaimedRow> rows)
    {
        var command = Sql.BatchCommandOfMonth("Dispatch.Sql.claimed-records", month);
        command.Parameters.Add(
            new NpgsqlParameter<Guid[]>("ids", Array.ConvertAll(places, place => rows[place].MessageId)));
        command.Parameters.Add(new NpgsqlParameter<int[]>("places", places));
        command.Parameters.Add(new NpgsqlParameter<short>("advertisement", (short)MessagePurpose.Advertisement));
        return command;
    }

    /// <summary>
    /// The border around each message: it is claimed by now, and one that cannot be read must end, not keep the others
    /// from being sent.
    /// </summary>
    private ClaimedMessage ReadSafely(ClaimedRow row, NpgsqlDataReader reader)
    {
        var id = row.MessageId;
        try
        {
            var read = Read(row, reader);
            if (read.Damaged)
            {
                damaged.Tell("waiting message", id.ToString(), "its row means nothing, so it fails.");
            }

            return read;
        }
        catch (Exception fault) when (!UnhandledExceptionHandler.IsStorageFault(fault))
        {
            damaged.Tell("waiting message", id.ToString(), fault);
            return new ClaimedMessage(
                new OutgoingMessage { Id = id, Channel = Channel.Sms, From = "", To = "" }, [], null)
            {
                AccountId = row.AccountId,
                Purpose = MessagePurpose.Transactional,
                OptedOut = false,
                Unreadable = false,
                Damaged = true,
            };
        }
    }

    private ClaimedMessage Read(ClaimedRow row, NpgsqlDataReader reader)
    {
        var content = seal.Open(
            row.MessageId,
            reader.Find<string>("recipient_name"),
            reader.Find<string>("subject"),
            reader.Find<string>("body"),
            metadata: null, // No row carries it.
            reader.Find<string>("details"));
        var details = content.Details;
        var purpose = (MessagePurpose)reader.Get<short>("purpose");
        var message = new OutgoingMessage
        {
            Id = row.MessageId,
            Channel = (Channel)reader.Get<short>("channel"),
            From = reader.Get<string>("sender"),
            To = reader.Get<string>("recipient"),
            Subject = content.Subject,
            Text = content.Text,
            SubId = reader.Find<string>("sub_id"),
            RecipientName = content.RecipientName,
            BillingId = reader.Find<string>("billing_id"),
            Kakao = details?.Kakao,
            Voice = details?.Voice,
            Fax = details?.Fax,
            Fallback = details?.Fallback,
        };
        return new ClaimedMessage(
            message, details?.Attachments ?? details?.FallbackAttachments ?? [], details?.Scenario)
        {
            AccountId = row.AccountId,
            Purpose = purpose,
            OptedOut = reader.Get<bool>("opted_out"),
            Unreadable = content.Unreadable,
            Damaged = content.Damaged || !message.Channel.IsKnown() || !purpose.IsKnown(),
            Trace = reader.Find<byte[]>("trace"),
        };
    }
}
