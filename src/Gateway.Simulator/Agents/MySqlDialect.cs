using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace Gateway.Simulator.Agents;

internal sealed class MySqlDialect : Dialect
{
    public override string Name => "mysql";

    public override string Columns =>
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = @table ORDER BY ordinal_position";

    public override string Tables =>
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE @pattern ESCAPE '!' ORDER BY table_name";

    public override string InList(string name, Array values, Action<string, object?> add)
    {
        // An empty list is no syntax here; NULL is in no list.
        if (values.Length == 0)
            return "IN (NULL)";
        if (values is not string[] texts)
            return $"IN ({Join(values)})";
        for (var i = 0; i < texts.Length; i++)
            add(Parameter(name, i), texts[i]);
        return $"IN ({string.Join(',', Enumerable.Range(0, texts.Length).Select(i => "@" + Parameter(name, i)))})";
    }

    public override string Rows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var first = true;
        var named = rows.Select(row =>
        {
            if (!first)
                return row;
            first = false;
            return [.. row.Select((value, i) => $"{value} AS {columns[i]}")];
        });
        return $"({JoinRows(named, "SELECT ", " UNION ALL ", "")}) r";
    }

    public override string UpdateFrom(string table, string rows, string on, string set) =>
        $"UPDATE {table} t JOIN {rows} ON {on} SET {set}";

    public override IEnumerable<string> CreateLike(string table, string model, IReadOnlyList<string> indexes)
    {
        var keys = indexes.Count == 0 ? "" : $"({string.Join(',', indexes.Select(index => $"KEY ({index})"))})";
        yield return $"CREATE TABLE IF NOT EXISTS {table} {keys} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 SELECT * FROM {model} WHERE 1 = 0";
    }

    // 1213 dead lock, 1205 lock wait timeout.
    public override bool IsDeadlock(DbException exception) => exception is MySqlException { Number: 1213 or 1205 };

    private static string Parameter(string name, int i) => name + i.ToString(CultureInfo.InvariantCulture);
}
