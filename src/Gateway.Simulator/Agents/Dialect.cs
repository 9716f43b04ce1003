using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Gateway.Simulator.Agents;

/// <summary>
/// What differs between the databases. Names stand unquoted in all texts: MySQL keeps their spelling, PostgreSQL folds
/// them.
/// </summary>
internal abstract class Dialect
{
    /// <summary>Part of the resource names of the texts that create tables.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the columns of <c>@table</c>.</summary>
    public abstract string Columns { get; }

    /// <summary>Names of the tables like <c>@pattern</c> (escape character <c>!</c>).</summary>
    public abstract string Tables { get; }

    /// <summary>The test that replaces <c>IN @name</c>; parameters it needs are added by the call.</summary>
    public abstract string InList(string name, Array values, Action<string, object?> add);

    /// <summary>The columns of rows given as values, for use as a derived table named <c>r</c>.</summary>
    public abstract string Rows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows);

    /// <summary>
    /// UPDATE of a table (alias <c>t</c>) from the derived table <c>r</c>; set columns stand without alias.
    /// </summary>
    public abstract string UpdateFrom(string table, string rows, string on, string set);

    /// <summary>Creates an empty table with another one's columns and no key: a log may hold a row twice.</summary>
    public abstract IEnumerable<string> CreateLike(string table, string model, IReadOnlyList<string> indexes);

    public abstract bool IsDeadlock(DbException exception);

    protected static StringBuilder JoinRows(
        IEnumerable<IReadOnlyList<string>> rows, string before, string between, string after)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append(text.Length == 0 ? "" : between).Append(before).AppendJoin(',', row).Append(after);
        return text;
    }

    protected static string Join(Array values) =>
        string.Join(',', values.Cast<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
