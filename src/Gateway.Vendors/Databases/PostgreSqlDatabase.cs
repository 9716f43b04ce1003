using System.Data.Common;
using System.Globalization;
using System.Text;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Vendors.Databases;

/// <summary>PostgreSQL. Names are written without quotes, so that it folds them to lower case.</summary>
internal sealed class PostgreSqlDatabase(string connectionString) : VendorDatabase, IAsyncDisposable
{
    /// <summary>Indexed in a blink: some ten thousand rows.</summary>
    private const long SmallTable = 8 * 1024 * 1024;

    private static readonly DbContextOptions<VendorContext> Options = VendorContextOptions.Of(builder => builder.UseNpgsql(npgsql => npgsql
        .ExecutionStrategy(static dependencies => new NonRetryingExecutionStrategy(dependencies)).UseRelationalNulls()));

    private static int _pools;

    /// <summary>
    /// Who measures is told the name of a pool. Without one that would be server, database and user.
    /// </summary>
    private readonly NpgsqlDataSource _source = new NpgsqlDataSourceBuilder(connectionString)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"vendor-{Interlocked.Increment(ref _pools)}"),
    }.Build();

    /// <summary>What is wrong with a connection string; none when the driver takes it.</summary>
    public static IEnumerable<string> Problems(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null ? ["names no Host."] : [];
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            return [$"cannot be used: {fault.Message}"];
        }
    }

    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    public override DbContextOptions<VendorContext> ContextOptions => Options;

    public override string Quote(string name) => $"\"{name}\"";

    public override DbConnection CreateConnection() => _source.CreateConnection();

    /// <summary>
    /// One statement for all rows: arrays are unnested and cast to the column's own type on assignment, whatever width
    /// a vendor chose.
    /// </summary>
    protected override async Task InsertRowsAsync(
        DbConnection connection,
        DbTransaction transaction,
        string table,
        IReadOnlyList<Column> columns,
        int rows,
        CancellationToken cancellationToken)
    {
        var names = new StringBuilder();
        var values = new StringBuilder();
        var arrays = new StringBuilder();
        var aliases = new StringBuilder();
        await using var command = VendorCommand.Create(connection, transaction, "");
        for (var i = 0; i < columns.Count; i++)
        {
            var separator = i == 0 ? "" : ", ";
            names.Append(separator).Append(VendorCommand.Identifier(columns[i].Name));
            if (columns[i] is SameColumn same)
            {
                values.Append(separator).Append("@c").Append(i);
                command.With($"@c{i}", same.Value);
                continue;
            }

            if (columns[i] is SequenceColumn numbered)
            {
                var sequence = VendorCommand.Identifier(numbered.Sequence);
                values.Append(separator).Append("nextval('").Append(sequence).Append("')");
                continue;
            }

            values.Append(separator).Append("r.c").Append(i);
            arrays.Append(arrays.Length == 0 ? "@c" : ", @c").Append(i);
            aliases.Append('c').Append(i).Append(", ");
            command.Parameters.Add(columns[i] switch
            {
                TextColumn text => new NpgsqlParameter<string?[]>($"@c{i}", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = text.Values },
                NumberColumn number => new NpgsqlParameter<int?[]>($"@c{i}", NpgsqlDbType.Array | NpgsqlDbType.Integer) { TypedValue = number.Values },
                var other => throw new InvalidOperationException($"Column {other.Name} has no PostgreSQL form."),
            });
        }

        await using var insert = VendorCommand.Create(
            connection,
            transaction,
            $"INSERT INTO {VendorCommand.Identifier(table)} ({names}) SELECT {values} FROM unnest({arrays}) WITH ORDINALITY AS r({aliases}place) ORDER BY r.place");
        foreach (DbParameter parameter in command.Parameters.Cast<DbParameter>().ToArray())
        {
            command.Parameters.Remove(parameter);
            insert.Parameters.Add(parameter);
        }

        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    public override bool IsDuplicateKey(DbException fault) => fault.SqlState == PostgresErrorCodes.UniqueViolation;

    // Class 22: data exception; class 23: integrity constraint violation.
    public override bool IsBadRow(DbException fault) =>
        fault.SqlState is { } state && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    /// <summary>
    /// A small table gets its index at once. CONCURRENTLY would wait for everybody who uses the table, and an agent
    /// that is just making its own index on a new month's table would wait for us: a deadlock, which the agent may
    /// lose.
    /// </summary>
    public override async Task CreateIndexAsync(
        DbConnection connection,
        string index,
        string table,
        string column,
        CancellationToken cancellationToken)
    {
        await using var size = VendorCommand.Create(connection, null, VendorCommand.Text("Databases.Sql.postgresql.relation-size")).With("@table", table);
        var small = await size.ExecuteScalarAsync(cancellationToken) is long bytes && bytes < SmallTable;
        var statement = IndexStatement(index, table, column);
        await using var command = VendorCommand.Create(
            connection, null, small ? statement.Replace(" CONCURRENTLY", "", StringComparison.Ordinal) : statement);
        command.CommandTimeout = IndexSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override string IndexStatement(string index, string table, string column) =>
        $"CREATE INDEX CONCURRENTLY IF NOT EXISTS {VendorCommand.Identifier(index)} ON {VendorCommand.Identifier(table)} ({VendorCommand.Identifier(column)})";

    /// <summary>One for the whole database; the names of columns do not matter.</summary>
    public override async Task<IReadOnlyDictionary<string, string>> CharacterSetsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, table, cancellationToken);
        await using var command = VendorCommand.Create(connection, null, "SHOW server_encoding");
        var set = await command.ExecuteScalarAsync(cancellationToken) as string ?? "";
        return columns.Keys.ToDictionary(column => column, _ => set, StringComparer.OrdinalIgnoreCase);
    }

    public override Task<string?> FindTransactionProblemAsync(
        DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
