using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Columns by their names: of more than three, nobody counts which one is the seventh, and a statement may get another
/// one anywhere.
/// </summary>
internal static class NamedColumns
{
    public static T Get<T>(this NpgsqlDataReader reader, string column) =>
        reader.GetFieldValue<T>(reader.GetOrdinal(column));

    /// <summary>Null where the column is; a value of a struct is asked for as <c>Find&lt;Guid?&gt;</c>.</summary>
    public static T? Find<T>(this NpgsqlDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? default : reader.GetFieldValue<T>(ordinal);
    }
}
