using System.Data.Common;

namespace Gateway.Simulator.Agents;

internal sealed class PostgreSqlDialect : Dialect
{
    public override string Name => "postgresql";

    public override string Columns =>
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = lower(@table) ORDER BY ordinal_position";

    public override string Tables =>
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE lower(@pattern) ESCAPE '!' ORDER BY table_name";

    public override string InList(string name, Array values, Action<string, object?> add)
    {
        add(name, values);
        // Not = ANY: without statistics that becomes a scan that compares every row with every element.
        return $"IN (SELECT unnest(@{name}))";
    }

    public override string Rows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        $"(VALUES {JoinRows(rows, "(", ",", ")")}) AS r({string.Join(',', columns)})";

    public override string UpdateFrom(string table, string rows, string on, string set) =>
        $"UPDATE {table} AS t SET {set} FROM {rows} WHERE {on}";

    public override IEnumerable<string> CreateLike(string table, string model, IReadOnlyList<string> indexes)
    {
        yield return $"CREATE TABLE IF NOT EXISTS {table} (LIKE {model} INCLUDING DEFAULTS)";
        for (var i = 0; i < indexes.Count; i++)
            yield return $"CREATE INDEX IF NOT EXISTS {table}_{i:00} ON {table} ({indexes[i]})";
    }

    // 40P01 dead lock, 40001 serialization failure.
    public override bool IsDeadlock(DbException exception) => exception.SqlState is "40P01" or "40001";
}
