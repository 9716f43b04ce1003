using System.Data.Common;
using System.Globalization;

namespace Gateway.Vendors.Databases;

/// <summary>What values of a vendor's row mean.</summary>
internal static class RowReader
{
    public static long Long(this DbDataReader row, int column) =>
        Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>Null for an empty text; columns of a fixed width are filled up with blanks.</summary>
    public static string? Text(string? value) => value?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Null also for MySQL's 0000-00-00, which stands for "no time yet" in old installs.</summary>
    public static DateTime? Time(DateTime? value) => value == DateTime.MinValue ? null : value;

    /// <summary>What says how far the agent has come, for a person.</summary>
    public static string State(string? value) => value ?? "NULL";

    /// <summary>The same where it is a number.</summary>
    public static string State(int? value) => State(value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Our id, or null when the column holds something else: another program may share the table.</summary>
    public static Guid? MessageId(string? value) => Guid.TryParseExact(Text(value) ?? "", "N", out var id) ? id : null;
}
