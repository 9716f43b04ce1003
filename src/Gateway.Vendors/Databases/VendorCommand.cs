using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Vendors.Databases;

/// <summary>
/// The one place that makes commands beside EF Core. Texts come from the embedded .sql files; names of tables and
/// columns are plain identifiers from checked settings; values are always parameters.
/// </summary>
internal static partial class VendorCommand
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The embedded statement, such as <c>Databases.Sql.enter-ledger</c>.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key =>
    {
        var assembly = typeof(VendorCommand).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{key}.sql")
            ?? throw new InvalidOperationException(
                $"The statement {key} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>The name itself, when it is a plain identifier; else it throws.</summary>
    public static string Identifier(string name) => IsPlain(name)
        ? name
        : throw new ArgumentException($"'{name}' cannot be the name of a table or column: letters, digits and _ only, at most 60.", nameof(name));

    public static bool IsPlain(string name) => Plain().IsMatch(name);

    public static DbCommand Create(DbConnection connection, DbTransaction? transaction, string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command;
    }

    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>Locks the rows that a query finds, when its text has the tag: LINQ has no words for it.</summary>
    public static void Lock(DbCommand command, string tag)
    {
        if (command.CommandText.StartsWith(tag, StringComparison.Ordinal))
        {
            command.CommandText += "\nFOR UPDATE";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_]{1,60}$")]
    private static partial Regex Plain();
}
