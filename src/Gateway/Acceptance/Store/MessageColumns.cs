using Gateway.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Store;

/// <summary>A column of a table that messages are written to, as an array for unnest and as a field for COPY. Typed, so that nothing is boxed.</summary>
internal abstract class MessageColumn(string name)
{
    public string Name { get; } = name;

    /// <summary>A parameter that can be filled again and again.</summary>
    public abstract NpgsqlParameter CreateParameter();

    public abstract void Fill(NpgsqlParameter parameter, IReadOnlyList<NewMessage> messages);

    public NpgsqlParameter ToParameter(IReadOnlyList<NewMessage> messages)
    {
        var parameter = CreateParameter();
        Fill(parameter, messages);
        return parameter;
    }

    public abstract Task CopyAsync(NpgsqlBinaryImporter writer, NewMessage message, CancellationToken cancellationToken);
}

internal sealed class MessageColumn<T>(string name, NpgsqlDbType type, Func<NewMessage, T> value) : MessageColumn(name)
{
    public override NpgsqlParameter CreateParameter() => new NpgsqlParameter<T[]>(Name, NpgsqlDbType.Array | type);

    /// <summary>A column that no message of the group fills is an empty array: unnest pads it with NULL, and most columns of most messages are empty.</summary>
    public override void Fill(NpgsqlParameter parameter, IReadOnlyList<NewMessage> messages)
    {
        T[] values = [];
        for (var i = 0; i < messages.Count; i++)
        {
            if (value(messages[i]) is { } present)
            {
                values = values.Length == 0 ? new T[messages.Count] : values;
                values[i] = present;
            }
        }

        ((NpgsqlParameter<T[]>)parameter).TypedValue = values;
    }

    public override Task CopyAsync(NpgsqlBinaryImporter writer, NewMessage message, CancellationToken cancellationToken) =>
        value(message) is { } present ? writer.WriteAsync(present, type, cancellationToken) : writer.WriteNullAsync(cancellationToken);
}

/// <summary>The two tables that an accepted message is written to. Names are those of the columns; a test holds them against the .sql files.</summary>
internal static class MessageColumns
{
    public static IReadOnlyList<MessageColumn> Messages { get; } =
    [
        new MessageColumn<Guid>("id", NpgsqlDbType.Uuid, message => message.Id),
        new MessageColumn<Guid>("account_id", NpgsqlDbType.Uuid, message => message.AccountId),
        new MessageColumn<Guid>("batch_id", NpgsqlDbType.Uuid, message => message.BatchId),
        new MessageColumn<short>("channel", NpgsqlDbType.Smallint, message => (short)message.Channel),
        new MessageColumn<string>("vendor", NpgsqlDbType.Text, message => message.Vendor),
        new MessageColumn<string>("sender", NpgsqlDbType.Text, message => message.Sender),
        new MessageColumn<string>("recipient", NpgsqlDbType.Text, message => message.Recipient),
        new MessageColumn<string?>("recipient_name", NpgsqlDbType.Text, message => message.RecipientName),
        new MessageColumn<string?>("subject", NpgsqlDbType.Text, message => message.Subject),
        new MessageColumn<string?>("body", NpgsqlDbType.Text, message => message.Body),
        new MessageColumn<short>("priority", NpgsqlDbType.Smallint, message => (short)message.Priority),
        new MessageColumn<string?>("reference", NpgsqlDbType.Text, message => message.Reference),
        new MessageColumn<string?>("metadata", NpgsqlDbType.Jsonb, message => message.Metadata),
        new MessageColumn<string?>("sub_id", NpgsqlDbType.Text, message => message.SubId),
        new MessageColumn<string?>("billing_id", NpgsqlDbType.Text, message => message.BillingId),
        new MessageColumn<string?>("details", NpgsqlDbType.Jsonb, message => message.Details),
        new MessageColumn<DateTimeOffset>("created_at", NpgsqlDbType.TimestampTz, message => message.CreatedAt),
        new MessageColumn<DateTimeOffset?>("scheduled_at", NpgsqlDbType.TimestampTz, message => message.ScheduledAt),
        new MessageColumn<DateTimeOffset>("expires_at", NpgsqlDbType.TimestampTz, message => message.ExpiresAt),
        new MessageColumn<short>("status", NpgsqlDbType.Smallint, message => (short)message.Status),
        new MessageColumn<bool>("routed", NpgsqlDbType.Boolean, message => message.Routed),
        new MessageColumn<short>("purpose", NpgsqlDbType.Smallint, message => (short)message.Purpose),
        new MessageColumn<DateTimeOffset?>("held_until", NpgsqlDbType.TimestampTz, message => message.HeldUntil),
        new MessageColumn<bool>("falls_back", NpgsqlDbType.Boolean, message => message.FallsBack),
        new MessageColumn<byte[]?>("trace", NpgsqlDbType.Bytea, message => message.Trace),
    ];

    public static IReadOnlyList<MessageColumn> Inflight { get; } =
    [
        new MessageColumn<Guid>("message_id", NpgsqlDbType.Uuid, message => message.Id),
        new MessageColumn<Guid>("account_id", NpgsqlDbType.Uuid, message => message.AccountId),
        new MessageColumn<string>("vendor", NpgsqlDbType.Text, message => message.Vendor),
        new MessageColumn<short>("lane", NpgsqlDbType.Smallint, message => (short)message.Priority),
        new MessageColumn<short>("state", NpgsqlDbType.Smallint, message => (short)InflightState.Waiting),
        new MessageColumn<DateTimeOffset>("due_at", NpgsqlDbType.TimestampTz, message => message.WorkDueAt),
        new MessageColumn<DateTimeOffset>("expires_at", NpgsqlDbType.TimestampTz, message => message.WorkExpiresAt),
        new MessageColumn<bool>("routed", NpgsqlDbType.Boolean, message => message.Routed),
    ];
}
