using System.Data.Common;
using System.Globalization;

namespace Gateway.Vendors.Databases;

/// <summary>Values of a row, whatever width or type an install gave its columns.</summary>
internal static class RowReader
{
    public static string? Text(this DbDataReader row, int column) =>
        row.IsDBNull(column) || Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)?.Trim() is not { Length: > 0 } text ? null : text;

    public static int? Number(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);

    public static long Long(this DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>Null also for MySQL's 0000-00-00, which stands for "no time yet" in old installs.</summary>
    public static DateTime? Time(this DbDataReader row, int column) =>
        row.IsDBNull(column) || row.GetDateTime(column) is var time && time == DateTime.MinValue ? null : time;

    /// <summary>Our id, or null when the column holds something else: another program may share the table.</summary>
    public static Guid? MessageId(this DbDataReader row, int column) => Guid.TryParseExact(row.Text(column) ?? "", "N", out var id) ? id : null;
}
