using System.Globalization;

namespace Gateway.Vendors.Models;

/// <summary>A column's type as the manuals print it for MySQL, and what stands for it in PostgreSQL.</summary>
/// <param name="Clr">The type of its values.</param>
/// <param name="MySql">The manuals' own word.</param>
/// <param name="PostgreSql">PostgreSQL's word.</param>
/// <param name="Length">The most characters of a text; null where there is no such bound.</param>
/// <param name="CharSet">MySQL's character set of this column; null: the table's.</param>
internal sealed record ColumnType(Type Clr, string MySql, string PostgreSql, int? Length = null, string? CharSet = null)
{
    /// <summary>Letters of one of our ids: hex digits.</summary>
    public const int IdLength = 32;

    public static ColumnType Int { get; } = new(typeof(int), "int", "integer");

    public static ColumnType Int11 { get; } = Int with { MySql = "int(11)" };

    public static ColumnType Big { get; } = new(typeof(long), "bigint", "bigint");

    public static ColumnType Small { get; } = new(typeof(short), "smallint", "smallint");

    public static ColumnType Small2 { get; } = Small with { MySql = "smallint(2)" };

    public static ColumnType Small6 { get; } = Small with { MySql = "smallint(6)" };

    /// <summary>
    /// PostgreSQL has no number of one byte, and Pomelo knows this one as true and false; it is read as a number.
    /// </summary>
    public static ColumnType Tiny { get; } = new(typeof(bool), "tinyint(1)", "smallint");

    public static ColumnType Float { get; } = new(typeof(double), "float", "double precision");

    public static ColumnType Time { get; } = new(typeof(DateTime), "datetime", "timestamp without time zone");

    public static ColumnType LongText { get; } = new(typeof(string), "text", "text");

    public static ColumnType Text(int length) =>
        new(typeof(string), $"varchar({Number(length)})", $"varchar({Number(length)})", length);

    public static ColumnType Char(int length) =>
        new(typeof(string), $"char({Number(length)})", $"character({Number(length)})", length);

    /// <summary>A column for nothing but our ids.</summary>
    public static ColumnType Id { get; } = Char(IdLength) with { CharSet = "ascii" };

    public string Of(DatabaseKind kind) => kind switch
    {
        DatabaseKind.MySql => MySql,
        DatabaseKind.PostgreSql => PostgreSql,
    };

    /// <summary>
    /// As which type an adapter sends and reads a value. Wider than the manual's, because installs widen their columns;
    /// texts have their own, so that an index on them serves.
    /// </summary>
    public string WorkingOf(DatabaseKind kind, Type clr) => clr switch
    {
        _ when clr == typeof(string) => Clr == typeof(string) ? Of(kind) : LongText.Of(kind),
        _ when clr == typeof(long) => "bigint",
        _ when clr == typeof(int) => Int.Of(kind),
        _ when clr == typeof(decimal) => kind == DatabaseKind.MySql ? "decimal(18,4)" : "numeric(18,4)",
        _ when clr == typeof(DateTime) => Time.Of(kind),
        _ => Of(kind),
    };

    private static string Number(int length) => length.ToString(CultureInfo.InvariantCulture);
}
