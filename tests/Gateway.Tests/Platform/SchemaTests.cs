using Gateway.Dispatch;
using Gateway.Messages;
using Gateway.Platform.Vendors;
using Gateway.Tests.Support;
using Gateway.Vendors;
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
        await using var db = StateModel.Of(gateway.State.ConnectionString);

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

    /// <summary>Numbers that are no words of a closed set.</summary>
    private static readonly string[] PlainNumbers =
    [
        "deliveries.attempts", "deliveries.attempts_before", "deliveries.status_code", "delivery_attempts.number", "delivery_attempts.status_code", "idempotency_keys.status", "messages.pages",
        "messages.result_code", "stat_deltas.result_code", "stat_minutes.result_code", "stats.result_code", "vendor_health.downs", "vendor_health.weight",
    ];

    /// <summary>Enumerations in tables that have no entity.</summary>
    private static readonly Dictionary<string, short[]> Others = new()
    {
        ["handovers.state"] = Numbers(typeof(HandoverState)),
        ["account_prices.channel"] = Numbers(typeof(Channel)),
        ["stats.channel"] = Numbers(typeof(Channel)),
        ["stats.status"] = Numbers(typeof(MessageStatus)),
        ["stat_minutes.channel"] = Numbers(typeof(Channel)),
        ["stat_minutes.status"] = Numbers(typeof(MessageStatus)),
        ["stat_deltas.channel"] = Numbers(typeof(Channel)),
        ["stat_deltas.status"] = Numbers(typeof(MessageStatus)),
        ["vendor_health.status"] = Numbers(typeof(VendorStatus)),
    };

    /// <summary>A new member of an enumeration fails here until a migration follows; a new column of numbers, until somebody says what it is.</summary>
    [Fact]
    public async Task Refuses_every_number_that_means_nothing()
    {
        gateway.Ready();
        await using var db = StateModel.Of(gateway.State.ConnectionString);
        var closed = db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property => (Name: $"{entity.GetTableName()}.{property.GetColumnName()}", Type: Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType)))
            .Where(column => column.Type.IsEnum)
            .ToDictionary(column => column.Name, column => Numbers(column.Type));
        foreach (var (name, numbers) in Others)
        {
            closed.Add(name, numbers);
        }

        var smallints = await gateway.State.QueryAsync("""
            SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.atttypid = 'smallint'::regtype AND a.attnum > 0 AND NOT a.attisdropped
                AND c.relname NOT LIKE 'qrtz%' -- The job engine's own.
            """);
        Assert.Equal(smallints.Select(row => (string)row["name"]!).Except(PlainNumbers).Order(StringComparer.Ordinal), closed.Keys.Order(StringComparer.Ordinal));

        var checks = (await gateway.State.QueryAsync("""
            SELECT c.relname || '.' || a.attname AS name, a.attname AS column, substring(pg_get_constraintdef(k.oid) FROM '^CHECK \((.*)\)(?: NOT VALID)?$') AS rule
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND k.conkey = ARRAY[a.attnum]
            WHERE k.contype = 'c' AND c.relnamespace = 'gateway'::regnamespace
            """)).ToLookup(row => (string)row["name"]!);
        foreach (var (name, numbers) in closed)
        {
            var check = Assert.Single(checks[name]);
            var allowed = await gateway.State.QueryAsync($"SELECT n.{check["column"]} AS n FROM generate_series(-5, 300) AS n({check["column"]}) WHERE {check["rule"]} ORDER BY 1");
            Assert.Equal((name, string.Join(',', numbers)), (name, string.Join(',', allowed.Select(row => row["n"]))));
        }
    }

    private static short[] Numbers(Type type) => [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(number => Convert.ToInt16(number, System.Globalization.CultureInfo.InvariantCulture)).Order()];

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
