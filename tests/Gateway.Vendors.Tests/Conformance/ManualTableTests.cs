using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>
/// The tables that the model makes, as the database sees them: types, what may be empty, defaults, keys, indexes, numbering, character sets and engine. What must be is in manual-tables.*.txt, written from the
/// statements that were copied from the manuals by hand.
/// </summary>
public sealed class ManualTableTests
{
    private const string MySqlFacts = """
        SELECT CONCAT('table ', t.table_name, ' ', t.engine, ' ', IF(t.table_name LIKE 'gateway!_%' ESCAPE '!', 'own', t.table_collation)) AS f
        FROM information_schema.tables t WHERE t.table_schema = DATABASE()
        UNION ALL
        SELECT CONCAT('column ', c.table_name, ' ', LPAD(c.ordinal_position, 2, '0'), ' ', c.column_name, ' ', c.column_type, ' ', c.is_nullable, ' default ',
            COALESCE(c.column_default, 'none'), ' ', c.extra, ' ', IF(c.character_set_name = 'ascii', 'ascii', ''))
        FROM information_schema.columns c WHERE c.table_schema = DATABASE()
        UNION ALL
        SELECT CONCAT('index ', s.table_name, ' ', s.index_name, ' ', s.seq_in_index, ' ', s.column_name, ' ', s.non_unique)
        FROM information_schema.statistics s WHERE s.table_schema = DATABASE()
        """;

    private const string PostgreSqlFacts = """
        SELECT 'column ' || c.table_name || ' ' || LPAD(c.ordinal_position::text, 2, '0') || ' ' || c.column_name || ' ' || c.data_type || '(' || COALESCE(c.character_maximum_length::text, '')
            || ') ' || c.is_nullable || ' default ' || COALESCE(c.column_default, 'none') || ' ' || c.is_identity || ' ' || COALESCE(c.identity_generation, '') AS f
        FROM information_schema.columns c WHERE c.table_schema = current_schema()
        UNION ALL
        SELECT 'index ' || i.tablename || ' ' || i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()
        """;

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Makes_the_manuals_tables_in_every_property(Protocol protocol, DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);

        await database.ExecuteAsync(VendorSchema.Script(protocol.Class(), kind));

        Assert.Equal(Manual(protocol, kind), await FactsAsync(database, kind));
    }

    private static async Task<IReadOnlyList<string>> FactsAsync(TestDatabase database, DatabaseKind kind)
    {
        var rows = await database.QueryAsync(kind == DatabaseKind.MySql ? MySqlFacts : PostgreSqlFacts);
        return [.. rows.Select(row => ((string)row["f"]!).TrimEnd()).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Manual(Protocol protocol, DatabaseKind kind)
    {
        var sections = TestData.Text($"manual-tables.{kind.ToString().ToLowerInvariant()}.txt").Split("# ", StringSplitOptions.RemoveEmptyEntries);
        return sections.Single(section => section.StartsWith(protocol + "\n", StringComparison.Ordinal)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
    }
}
