using System.Data.Common;
using System.Text.RegularExpressions;
using Gateway.Simulator.Agents;

namespace Gateway.Simulator;

/// <summary>
/// The one place that turns SQL text into a command. Texts hold only names from checked options; every value is a
/// parameter.
/// </summary>
internal static partial class Commands
{
    /// <summary>
    /// A value that is an array stands in the text as <c>column IN @name</c>: PostgreSQL takes it as one array
    /// parameter, MySQL as a list (numbers written out, texts as parameters).
    /// </summary>
    public static DbCommand Create(
        DbConnection connection,
        DbTransaction? transaction,
        Dialect dialect,
        string sql,
        IEnumerable<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        // A batch over a big, cold table may take longer than the drivers' 30 seconds; the agent has nothing better to
        // do than to wait.
        command.CommandTimeout = 300;
        var lists = new Dictionary<string, Array>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value is Array list)
                lists[name] = list;
            else
                Add(command, name, value);
        }

        command.CommandText = lists.Count == 0
            ? sql
            : InList().Replace(sql, match => dialect.InList(match.Groups[1].Value, lists[match.Groups[1].Value], (name, value) => Add(command, name, value)));
        return command;
    }

    private static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    [GeneratedRegex(@"\bIN @(\w+)")]
    private static partial Regex InList();
}
