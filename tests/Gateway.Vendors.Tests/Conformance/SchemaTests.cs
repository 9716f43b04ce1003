using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class SchemaTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Has_the_manuals_columns_and_types_when_it_creates_the_tables(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);
        var tables = ManualSchema.Of(protocol);

        await install.NewQueue(install.SettingsWithEveryTable).PrepareAsync(CancellationToken.None);

        foreach (var (table, columns) in tables)
        {
            var expected = Split(columns).Select(column => Of(kind, column));
            Assert.Equal(string.Join(", ", expected).ToLowerInvariant(), string.Join(", ", await ColumnsAsync(install.Database, table)).ToLowerInvariant());
        }

        Assert.Empty(install.NeededTables.Except(tables.Keys));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Numbers_only_the_queues_rows_when_it_creates_the_tables(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);

        var numbered = await install.Database.QueryAsync(kind == DatabaseKind.MySql
            ? "SELECT table_name AS t FROM information_schema.columns WHERE table_schema = DATABASE() AND extra LIKE '%auto_increment%'"
            : "SELECT table_name AS t FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'");

        Assert.Equal(install.NumberedTables.Order(), numbered.Select(row => (string)row["t"]!).Order(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>PostgreSQL has no one-byte number; MySQL numbers no rows of a NUMERIC column.</summary>
    private static string Of(DatabaseKind kind, string column) => kind == DatabaseKind.PostgreSql
        ? column.Replace(" tinyint", " smallint", StringComparison.Ordinal)
        : column.Replace(" numeric(11)", " bigint", StringComparison.Ordinal).Replace(" numeric(5)", " int", StringComparison.Ordinal);

    private static IEnumerable<string> Split(string columns) =>
        columns.ReplaceLineEndings(" ").Split(", ").Select(column => column.Trim()).Where(column => column.Length > 0);

    private static async Task<IEnumerable<string>> ColumnsAsync(TestDatabase database, string table)
    {
        var rows = await database.QueryAsync(
            database.Kind == DatabaseKind.MySql
                ? "SELECT column_name AS c, data_type AS t, character_maximum_length AS l FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = @p0 ORDER BY ordinal_position"
                : "SELECT column_name AS c, data_type AS t, COALESCE(character_maximum_length, CASE data_type WHEN 'numeric' THEN numeric_precision END) AS l FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = lower(@p0) ORDER BY ordinal_position",
            table);
        return rows.Select(row => $"{row["c"]} {Type(database.Kind, (string)row["t"]!, row["l"])}");
    }

    /// <summary>PostgreSQL has other words for the manuals' types.</summary>
    private static string Type(DatabaseKind kind, string type, object? length)
    {
        var sized = length is null || type is "text" or "longtext" ? "" : $"({length})";
        return kind == DatabaseKind.MySql ? type + sized : type switch
        {
            "integer" => "int",
            "character varying" => "varchar" + sized,
            "character" => "char" + sized,
            "timestamp without time zone" => "datetime",
            "double precision" => "float",
            _ => type + sized,
        };
    }
}
