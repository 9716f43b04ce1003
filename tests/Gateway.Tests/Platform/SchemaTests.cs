using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Migrations are written by hand, so the schema that they make is held against the model.</summary>
public sealed class SchemaTests(SharedGateway gateway)
{
    [Fact]
    public async Task Has_every_column_of_the_model_with_its_type_and_nullability()
    {
        gateway.Ready();
        var real = (await gateway.State.QueryAsync("""
            SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS type
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'gateway' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            """)).ToDictionary(row => (string)row["name"]!, row => (string)row["type"]!);
        var options = new DbContextOptionsBuilder<GatewayDb>().UseNpgsql(gateway.State.ConnectionString).Options;
        await using var db = new GatewayDb(options);

        var model = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties().Select(property => (
            name: $"{entity.GetTableName()}.{property.GetColumnName()}",
            type: property.GetColumnType() + (property.IsNullable ? "" : " NOT NULL")))).ToList();

        Assert.NotEmpty(model);
        Assert.All(model, column => Assert.Equal((column.name, column.type), (column.name, real.GetValueOrDefault(column.name))));
        Assert.All(
            db.Model.GetEntityTypes(),
            entity => Assert.Equal(
                entity.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal),
                real.Keys.Where(name => name.StartsWith(entity.GetTableName() + ".", StringComparison.Ordinal)).Select(name => name.Split('.')[1]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Makes_the_partitions_of_this_month_and_the_next_two()
    {
        gateway.Ready();
        var months = Enumerable.Range(0, 3).Select(ahead => TimeProvider.System.GetUtcNow().AddMonths(ahead).ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture));

        foreach (var month in months)
        {
            Assert.Equal(2, await gateway.State.CountAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = 'gateway' AND tablename IN ('messages_{month}', 'events_{month}')"));
        }
    }

    [Fact]
    public async Task Puts_a_message_into_the_partition_of_its_month()
    {
        var id = await gateway.Ready().SendSmsAsync("kpg");
        var month = TimeProvider.System.GetUtcNow().ToString("yyyyMM", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages_{month} WHERE id = '{id}'"));
    }

    [Fact]
    public async Task Makes_ids_whose_time_can_be_read_back()
    {
        gateway.Ready();

        Assert.Equal(1, await gateway.State.CountAsync("SELECT count(*) FROM (SELECT gateway.new_id('2026-01-02 03:04:05.678Z') AS id) AS made WHERE id BETWEEN gateway.first_id('2026-01-02 03:04:05.678Z') AND gateway.first_id('2026-01-02 03:04:05.679Z') AND substring(id::text FROM 15 FOR 1) = '7'"));
    }
}
