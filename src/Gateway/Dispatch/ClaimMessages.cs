using Gateway.Messages;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Npgsql;

namespace Gateway.Dispatch;

/// <summary>Takes waiting messages for one vendor and opens a hand-over for them, in one statement.</summary>
internal sealed class ClaimMessages(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly string Node = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>The messages, in the order in which they enter the queue; empty when nothing may.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(Guid handOverId, string vendor, LaneBudget budget, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Dispatch.Sql.claim");
        command.Parameters.Add(new NpgsqlParameter<string>("vendor", vendor));
        command.Parameters.Add(new NpgsqlParameter<Guid>("handover_id", handOverId));
        command.Parameters.Add(new NpgsqlParameter<string>("node", Node));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<int>("high", budget.High));
        command.Parameters.Add(new NpgsqlParameter<int>("normal", budget.Normal));
        command.Parameters.Add(new NpgsqlParameter<int>("bulk", budget.Bulk));
        var messages = new List<ClaimedMessage>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var details = MessageDetails.FromJson(Text(reader, 9));
            var message = new OutgoingMessage
            {
                Id = reader.GetGuid(0),
                Channel = (Channel)reader.GetInt16(1),
                From = reader.GetString(2),
                To = reader.GetString(3),
                Subject = Text(reader, 4),
                Text = Text(reader, 5),
                SubId = Text(reader, 6),
                RecipientName = Text(reader, 7),
                BillingId = Text(reader, 8),
                Kakao = details?.Kakao,
                Voice = details?.Voice,
                Fax = details?.Fax,
                Fallback = details?.Fallback,
            };
            messages.Add(new ClaimedMessage(message, details?.Attachments ?? details?.FallbackAttachments ?? [], details?.Scenario));
        }

        return messages;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
