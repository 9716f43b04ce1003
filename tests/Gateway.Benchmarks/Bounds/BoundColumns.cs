using Npgsql;
using NpgsqlTypes;

namespace Gateway.Benchmarks.Bounds;

/// <summary>A column as a parameter that is made once and filled for each statement.</summary>
internal abstract class BoundColumn
{
    public abstract NpgsqlParameter Scalar { get; }

    public abstract NpgsqlParameter Array { get; }

    public abstract void Set(BoundRow row);

    public abstract void Set(IReadOnlyList<BoundRow> rows);

    public abstract Task CopyAsync(NpgsqlBinaryImporter writer, BoundRow row);
}

internal sealed class BoundColumn<T>(string name, NpgsqlDbType type, Func<BoundRow, T> value) : BoundColumn
{
    private readonly NpgsqlParameter<T> _scalar = new(name, type);
    private readonly NpgsqlParameter<T[]> _array = new(name, NpgsqlDbType.Array | type);

    public override NpgsqlParameter Scalar => _scalar;

    public override NpgsqlParameter Array => _array;

    public override void Set(BoundRow row) => _scalar.TypedValue = value(row);

    public override void Set(IReadOnlyList<BoundRow> rows)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        _array.TypedValue = values;
    }

    public override Task CopyAsync(NpgsqlBinaryImporter writer, BoundRow row) => value(row) is { } given ? writer.WriteAsync(given, type) : writer.WriteNullAsync();
}

internal static class BoundColumns
{
    /// <summary>Parameters hold values, so each connection needs columns of its own.</summary>
    public static BoundColumn[] Create() =>
    [
        new BoundColumn<Guid>("id", NpgsqlDbType.Uuid, row => row.Id),
        new BoundColumn<Guid>("account_id", NpgsqlDbType.Uuid, row => row.AccountId),
        new BoundColumn<Guid>("batch_id", NpgsqlDbType.Uuid, row => row.Id),
        new BoundColumn<short>("channel", NpgsqlDbType.Smallint, _ => 0),
        new BoundColumn<string>("vendor", NpgsqlDbType.Text, _ => "kshot"),
        new BoundColumn<string>("sender", NpgsqlDbType.Text, row => row.Body.From),
        new BoundColumn<string>("recipient", NpgsqlDbType.Text, row => row.Body.To),
        new BoundColumn<string?>("recipient_name", NpgsqlDbType.Text, _ => null),
        new BoundColumn<string?>("subject", NpgsqlDbType.Text, _ => null),
        new BoundColumn<string?>("body", NpgsqlDbType.Text, row => row.Body.Text),
        new BoundColumn<short>("priority", NpgsqlDbType.Smallint, _ => 1),
        new BoundColumn<string?>("reference", NpgsqlDbType.Text, row => row.Body.Reference),
        new BoundColumn<string?>("metadata", NpgsqlDbType.Jsonb, row => row.Metadata),
        new BoundColumn<string?>("sub_id", NpgsqlDbType.Text, _ => null),
        new BoundColumn<DateTimeOffset>("created_at", NpgsqlDbType.TimestampTz, row => row.CreatedAt),
        new BoundColumn<DateTimeOffset?>("scheduled_at", NpgsqlDbType.TimestampTz, _ => null),
        new BoundColumn<DateTimeOffset>("expires_at", NpgsqlDbType.TimestampTz, row => row.ExpiresAt),
        new BoundColumn<short>("status", NpgsqlDbType.Smallint, _ => 0),
        new BoundColumn<DateTimeOffset?>("queued_at", NpgsqlDbType.TimestampTz, _ => null),
        new BoundColumn<DateTimeOffset?>("sent_at", NpgsqlDbType.TimestampTz, _ => null),
        new BoundColumn<DateTimeOffset?>("completed_at", NpgsqlDbType.TimestampTz, _ => null),
        new BoundColumn<short?>("result_code", NpgsqlDbType.Smallint, _ => null),
        new BoundColumn<string?>("vendor_code", NpgsqlDbType.Text, _ => null),
        new BoundColumn<string?>("vendor_group", NpgsqlDbType.Text, _ => null),
        new BoundColumn<string?>("telecom", NpgsqlDbType.Text, _ => null),
        new BoundColumn<bool>("late", NpgsqlDbType.Boolean, _ => false),
    ];
}
