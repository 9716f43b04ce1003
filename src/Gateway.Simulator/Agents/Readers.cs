using System.Data.Common;
using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>Reads numbers of any width: installs differ in INT, SMALLINT and BIGINT.</summary>
internal static class Readers
{
    public static long Long(this DbDataReader reader, int column) =>
        Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public static int Int(this DbDataReader reader, int column) =>
        Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    public static string Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? "" : reader.GetString(column);

    public static DateTime? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetDateTime(column);
}
