using Gateway.Vendors.Tests.Databases;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class PreparationTests
{
    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Names_every_missing_table_when_it_may_not_create_them(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);

        var inspection = await install.NewQueue(install.Settings with { CreateTables = false }).PrepareAsync(CancellationToken.None);

        Assert.False(inspection.Usable);
        Assert.All(install.NeededTables, table => Assert.Contains(inspection.Problems, problem => problem.Contains(table, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Names_the_missing_columns_when_a_table_lacks_them(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);
        await install.Database.ExecuteAsync($"CREATE TABLE {install.QueueTable} (Id integer, other integer)");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        var problem = Assert.Single(inspection.Problems);
        Assert.Contains(install.QueueTable, problem, StringComparison.Ordinal);
        Assert.Contains(install.Marker, problem, StringComparison.Ordinal);
        Assert.Contains(install.TextColumn, problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Refuses_a_table_when_its_column_is_too_narrow_for_an_id(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await NarrowAsync(install, install.Marker, install.KeyLetters - 1);

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Equal($"The column {install.Marker} of {install.QueueTable} holds {install.KeyLetters - 1} letters, but the gateway's ids have {install.KeyLetters}. Widen it.", Assert.Single(inspection.Problems));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Works_with_a_hint_when_a_column_is_narrower_than_the_manuals(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await NarrowAsync(install, install.TextColumn, 80);

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Empty(inspection.Problems);
        Assert.StartsWith($"The column {install.TextColumn} of {install.QueueTable} holds 80 letters, but the manual's holds", Assert.Single(inspection.Hints), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_usable_when_it_created_the_tables_and_when_it_looks_again(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);

        var first = await install.Queue.PrepareAsync(CancellationToken.None);
        var again = await install.NewQueue(install.Settings with { CreateTables = false }).PrepareAsync(CancellationToken.None);

        Assert.Empty(first.Problems.Concat(first.Hints).Concat(again.Problems).Concat(again.Hints));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_usable_when_several_processes_prepare_at_once(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);

        var inspections = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => install.NewQueue(install.Settings).PrepareAsync(CancellationToken.None))));

        Assert.All(inspections, inspection => Assert.Empty(inspection.Problems));
    }

    [Theory, MemberData(nameof(Matrix.MySql), MemberType = typeof(Matrix))]
    public async Task Refuses_a_table_when_it_has_no_transactions(Protocol protocol)
    {
        await using var install = await Install.CreateAsync(protocol, DatabaseKind.MySql);
        await install.Database.ExecuteAsync($"ALTER TABLE {install.QueueTable} ENGINE=MyISAM");

        var inspection = await install.Queue.PrepareAsync(CancellationToken.None);

        Assert.Contains(install.QueueTable, Assert.Single(inspection.Problems), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Indexes_the_marker_column_when_it_may(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);

        Assert.True(await IsIndexedAsync(install.Database, install.QueueTable, install.Marker));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Works_with_a_hint_when_it_may_not_create_an_index(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await DropIndexesAsync(install);
        await using var guest = await Guest.CreateAsync(install.Database);

        var inspection = await install.NewQueue(install.Settings with { ConnectionString = guest.ConnectionString }).PrepareAsync(CancellationToken.None);

        Assert.Empty(inspection.Problems);
        Assert.Contains(
            inspection.Hints,
            hint => hint.Contains("CREATE INDEX", StringComparison.Ordinal) && hint.Contains($"ON {install.QueueTable} (", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Tells_the_statement_when_it_may_not_create_the_ledger(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await install.Database.ExecuteAsync("DROP TABLE gateway_handover");
        await using var guest = await Guest.CreateAsync(install.Database);

        var inspection = await install.NewQueue(install.Settings with { ConnectionString = guest.ConnectionString }).PrepareAsync(CancellationToken.None);

        Assert.Contains("CREATE TABLE IF NOT EXISTS gateway_handover", Assert.Single(inspection.Problems), StringComparison.Ordinal);
    }

    private static Task NarrowAsync(Install install, string column, int letters) => install.Database.ExecuteAsync(install.Database.Kind == DatabaseKind.MySql
        ? $"ALTER TABLE {install.QueueTable} MODIFY {column} varchar({letters}) NOT NULL"
        : $"ALTER TABLE {install.QueueTable} ALTER COLUMN {column} TYPE varchar({letters})");

    private static async Task DropIndexesAsync(Install install)
    {
        var sql = install.Database.Kind == DatabaseKind.MySql
            ? "SELECT DISTINCT CONCAT('DROP INDEX ', index_name, ' ON ', table_name) AS s FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name LIKE 'gw!_%' ESCAPE '!'"
            : "SELECT 'DROP INDEX ' || indexname AS s FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'gw!_%' ESCAPE '!'";
        foreach (var row in await install.Database.QueryAsync(sql))
        {
            await install.Database.ExecuteAsync((string)row["s"]!);
        }
    }

    private static async Task<bool> IsIndexedAsync(TestDatabase database, string table, string column) => await database.NumberAsync(
        database.Kind == DatabaseKind.MySql
            ? "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = @p0 AND column_name = @p1 AND seq_in_index = 1"
            : "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = current_schema() AND tablename = lower(@p0) AND indexdef LIKE '%(' || lower(@p1) || '%'",
        table,
        column) > 0;
}
