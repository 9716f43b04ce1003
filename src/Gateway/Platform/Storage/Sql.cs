using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Platform.Jobs;
using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// Loads the embedded .sql files, one statement each, and makes commands of them. The only place where text becomes a
/// command; values are always parameters. Two things are filled in when a statement is loaded, in braces:
/// <list type="bullet">
/// <item><c>{InflightState.Waiting}</c>: the number that an enumeration has for a name. The planner sees a constant,
/// which partial indexes and partitions need.</item>
/// <item><c>{include Messages.Sql.end-messages: i.state = 0}</c>, a line of its own: what several statements share, from
/// the file <c>Messages/Sql/end-messages.part.sql</c>. What stands behind the colon, where the part needs it, comes in
/// the place of its <c>{argument}</c>.</item>
/// </list>
/// </summary>
internal static partial class Sql
{
    /// <summary>The enumerations whose numbers are stored: those of <c>smallint</c> columns.</summary>
    private static readonly Dictionary<string, Type> Stored = typeof(Sql).Assembly.GetTypes()
        .Where(type => type.IsEnum && Enum.GetUnderlyingType(type) == typeof(short))
        .ToDictionary(type => type.Name);

    private const string Argument = "{argument}";

    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>A few for each month that the process lives.</summary>
    private static readonly ConcurrentDictionary<(string Name, DateTime? Month), string> MonthTexts = new();

    /// <summary>The statement of a file, such as <c>Dispatch.Sql.claim</c>.</summary>
    public static string Text(string name) => Texts.GetOrAdd(name, static key =>
    {
        var text = Fill(key, Embedded(key));
        return Brace().Match(text) is { Success: true } left
            ? throw new InvalidOperationException($"The statement {key} has {left.Value}, which stands for nothing.")
            : text;
    });

    /// <summary>
    /// Loads every statement. Answers one line for each that cannot be used; none, but for a faulty build.
    /// </summary>
    public static IReadOnlyList<string> FindFaults()
    {
        var assembly = typeof(Sql).Assembly;
        var prefix = assembly.GetName().Name + ".";
        var faults = new List<string>();
        var statements = assembly.GetManifestResourceNames().Where(name =>
            name.EndsWith(".sql", StringComparison.Ordinal) && !name.EndsWith(".part.sql", StringComparison.Ordinal));
        foreach (var resource in statements)
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

    /// <summary>A text with what its braces stand for; tests make theirs with it as well.</summary>
    public static string Fill(string name, string text)
    {
        var whole = Include().Replace(text, match => Part(name, match.Groups[1].Value, match.Groups[2].Value));
        return Name().Replace(whole, match =>
            Stored.TryGetValue(match.Groups[1].Value, out var type) && Enum.IsDefined(type, match.Groups[2].Value)
                ? ((short)Enum.Parse(type, match.Groups[2].Value)).ToString(CultureInfo.InvariantCulture)
                : throw new InvalidOperationException(
                    $"The statement {name} names {match.Value}, which no enumeration has."));
    }

    private static string Part(string name, string part, string argument)
    {
        var text = Embedded(part + ".part").TrimEnd();
        return text.Contains(Argument, StringComparison.Ordinal) == argument.Length > 0
            ? text.Replace(Argument, argument, StringComparison.Ordinal)
            : throw new InvalidOperationException(
                $"The statement {name} includes {part} {(argument.Length > 0 ? "with" : "without")} an argument.");
    }

    private static string Embedded(string name)
    {
        var assembly = typeof(Sql).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{assembly.GetName().Name}.{name}.sql")
            ?? throw new InvalidOperationException(
                $"The statement {name} is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string name) => new(Next(name), connection);

    public static NpgsqlCommand Command(this NpgsqlDataSource source, string name) => source.CreateCommand(Next(name));

    /// <summary>
    /// The rows of several statements of one text each, as pairs: which statement, and its text.
    /// </summary>
    public static NpgsqlBatchCommand BatchCommandOfAll(IReadOnlyList<string> names)
    {
        JobProgress.Note();
        return new(Texts.GetOrAdd(string.Join('+', names), static (_, all) => string.Join(
            "UNION ALL\n", all.Select((name, place) => $"SELECT {place}, work FROM (\n{Text(name)}) AS s (work)\n")), names));
    }

    /// <summary>
    /// A statement that names <c>gateway.messages_month</c>: the table of one month (UTC) itself, which spares finding
    /// it for each row.
    /// </summary>
    public static NpgsqlCommand CommandOfMonth(this NpgsqlConnection connection, string name, DateTime month) =>
        new(TextOfMonth(name, month), connection);

    /// <summary>As <see cref="CommandOfMonth"/>, for all months when there is none.</summary>
    public static NpgsqlBatchCommand BatchCommandOfMonth(string name, DateTime? month)
    {
        JobProgress.Note();
        return new(TextOfMonth(name, month));
    }

    private static string TextOfMonth(string name, DateTime? month) => MonthTexts.GetOrAdd(
        (name, month),
        static key => Text(key.Name).Replace(
            "gateway.messages_month",
            key.Month is { } month
                ? $"gateway.messages_{month.ToString("yyyyMM", CultureInfo.InvariantCulture)}"
                : "gateway.messages",
            StringComparison.Ordinal));

    public static NpgsqlBatchCommand BatchCommand(string name) => new(Next(name));

    /// <summary>
    /// Who comes to its next statement has got somewhere: a job that takes long is not one that hangs.
    /// </summary>
    private static string Next(string name)
    {
        JobProgress.Note();
        return Text(name);
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\.([A-Za-z]+)\}")]
    private static partial Regex Name();

    [GeneratedRegex(@"^ *\{include ([\w.-]+)(?:: (.+))?\} *$", RegexOptions.Multiline)]
    private static partial Regex Include();

    /// <summary>
    /// What PostgreSQL itself writes in braces are arrays and JSON: neither begins with a letter here.
    /// </summary>
    [GeneratedRegex(@"\{[A-Za-z][^}\n]*\}?")]
    private static partial Regex Brace();
}
