using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Platform.Jobs;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Loads the embedded .sql files, one statement each, and makes commands of them. The only place where text becomes a
/// command; values are always parameters. Numbers of enumerations are written by their names
/// (<c>{InflightState.Waiting}</c>) and filled in when a statement is loaded: the planner sees a constant, which partial
/// indexes and partitions need.
/// </summary>
internal static partial class Sql
{
    /// <summary>The enumerations whose numbers are stored: those of <c>smallint</c> columns.</summary>
    private static readonly Dictionary<string, Type> Stored = typeof(Sql).Assembly.GetTypes()
        .Where(type => type.IsEnum && Enum.GetUnderlyingType(type) == typeof(short))
        .ToDictionary(type => type.Name);

    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The statement of a file, such as <c>Dispatch.Sql.claim</c>.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key =>
    {
        var assembly = typeof(Sql).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{key}.sql")
            ?? throw new InvalidOperationException($"The statement {key} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Fill(key, reader.ReadToEnd());
    });

    /// <summary>Loads every statement. Answers one line for each that cannot be used; none, but for a faulty build.</summary>
    public static IReadOnlyList<string> FindFaults()
    {
        var assembly = typeof(Sql).Assembly;
        var prefix = assembly.GetName().Name + ".";
        var faults = new List<string>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            try
            {
                Text(resource[prefix.Length..^".sql".Length]);
            }
            catch (InvalidOperationException fault)
            {
                faults.Add(fault.Message);
            }
        }

        return faults;
    }

    /// <summary>A text with the numbers of what it names; tests make theirs with it as well.</summary>
    public static string Fill(string name, string text) => Name().Replace(text, match =>
        Stored.TryGetValue(match.Groups[1].Value, out var type) && Enum.IsDefined(type, match.Groups[2].Value)
            ? ((short)Enum.Parse(type, match.Groups[2].Value)).ToString(CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The statement {name} names {match.Value}, which no enumeration has."));

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string name) => new(Next(name), connection);

    /// <summary>A statement that shares a part with others: the part, a file too, stands where the statement says so (<c>/* filters */</c> for a part named filters).</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string name, string part) => new(
        Texts.GetOrAdd($"{name} with {part}", static (_, names) => Text(names.name).Replace($"/* {names.part[(names.part.LastIndexOf('.') + 1)..]} */", Text(names.part), StringComparison.Ordinal), (name, part)),
        connection);

    public static NpgsqlCommand Command(this NpgsqlDataSource source, string name) => source.CreateCommand(Next(name));

    /// <summary>A statement that names <c>gateway.messages_month</c>: the table of one month (UTC) itself, which spares finding it for each row.</summary>
    public static NpgsqlCommand CommandOfMonth(this NpgsqlConnection connection, string name, DateTime month) => new(TextOfMonth(name, month), connection);

    private static string TextOfMonth(string name, DateTime month) =>
        Text(name).Replace("gateway.messages_month", $"gateway.messages_{month.ToString("yyyyMM", CultureInfo.InvariantCulture)}", StringComparison.Ordinal);

    public static NpgsqlBatchCommand BatchCommand(string name) => new(Next(name));

    /// <summary>Who comes to its next statement has got somewhere: a job that takes long is not one that hangs.</summary>
    private static string Next(string name)
    {
        JobProgress.Note();
        return Text(name);
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\.([A-Za-z]+)\}")]
    private static partial Regex Name();
}
