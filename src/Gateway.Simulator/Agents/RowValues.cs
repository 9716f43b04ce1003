using System.Globalization;

namespace Gateway.Simulator.Agents;

/// <summary>
/// Collects rows of values for <see cref="Dialect.Rows"/>: numbers are written out, everything else becomes a parameter
/// (equal values share one).
/// </summary>
internal sealed class RowValues(params string[] columns)
{
    private readonly List<IReadOnlyList<string>> _rows = [];
    private readonly Dictionary<object, string> _names = [];

    public int Count => _rows.Count;

    public (string Name, object? Value)[] Parameters => [.. _names.Select(pair => (pair.Value, (object?)pair.Key))];

    public void Add(params object[] values) => _rows.Add([.. values.Select(Write)]);

    public string Source(Dialect dialect) => dialect.Rows(columns, _rows);

    private string Write(object value)
    {
        if (value is int or long)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (!_names.TryGetValue(value, out var name))
            _names[value] = name = "v" + _names.Count.ToString(CultureInfo.InvariantCulture);
        return "@" + name;
    }
}
