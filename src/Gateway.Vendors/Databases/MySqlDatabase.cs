using System.Buffers;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MySqlConnector;

namespace Gateway.Vendors.Databases;

/// <summary>MySQL and MariaDB.</summary>
internal sealed class MySqlDatabase(string connectionString) : VendorDatabase
{
    /// <summary>
    /// A statement is cut here, because the server refuses packets above max_allowed_packet (4 MiB on MySQL 5.7 by
    /// default) and text grows when escaped.
    /// </summary>
    private const int StatementCharacters = 500_000;

    private const string Null = "NULL";

    private const int StatementRows = 1000;

    /// <summary>
    /// A text of these alone means the same in every mode and in every character set that a server may read statements
    /// in.
    /// </summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The oldest server that is supported: what it understands, all understand.</summary>
    private static readonly DbContextOptions<VendorContext> Options = VendorContextOptions.Of(builder => builder.UseMySql(new MySqlServerVersion(new Version(5, 7)), mysql => mysql
        .ExecutionStrategy(static dependencies => new NonRetryingExecutionStrategy(dependencies)).UseRelationalNulls()));

    /// <summary>When a table was last seen to have transactions.</summary>
    private readonly ConcurrentDictionary<string, long> _guarded = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _connectionString = MySqlSettings.Complete(connectionString);

    public override DatabaseKind Kind => DatabaseKind.MySql;

    public override DbContextOptions<VendorContext> ContextOptions => Options;

    public override string Quote(string name) => $"`{name}`";

    public override DbConnection CreateConnection() => new MySqlConnection(_connectionString);

    /// <summary>
    /// Statements of many rows each; a round trip for each row costs four times as much. Texts are parameters, because
    /// escaping depends on the server's mode; numbers, times and texts in which nothing can be escaped stand in the
    /// statement itself, which spares the driver most of its work.
    /// </summary>
    protected override async Task InsertRowsAsync(
        DbConnection connection,
        DbTransaction transaction,
        string table,
        IReadOnlyList<Column> columns,
        int rows,
        CancellationToken cancellationToken)
    {
        if (rows == 0)
        {
            // VALUES cannot be empty; rights and columns are checked all the same.
            var nothing = $"INSERT INTO {VendorCommand.Identifier(table)} ({string.Join(", ", columns.Select(column => VendorCommand.Identifier(column.Name)))}) "
                + $"SELECT {string.Join(", ", columns.Select(_ => Null))} FROM DUAL WHERE 1 = 0";
            await using var empty = VendorCommand.Create(connection, transaction, nothing);
            await empty.ExecuteNonQueryAsync(cancellationToken);
        }

        var head = $"INSERT INTO {VendorCommand.Identifier(table)} ({string.Join(", ", columns.Select(column => VendorCommand.Identifier(column.Name)))}) VALUES ";
        for (var row = 0; row < rows;)
        {
            var statement = new StringBuilder(head);
            var parameters = new List<object>();
            var same = columns.Select(column => column is SameColumn one ? Literal(parameters, one.Value) : "").ToArray();
            var inParameters = 0;
            for (var inStatement = 0; row < rows && inStatement < StatementRows && statement.Length + inParameters < StatementCharacters; inStatement++, row++)
            {
                statement.Append(inStatement == 0 ? "(" : ", (");
                for (var i = 0; i < columns.Count; i++)
                {
                    statement.Append(i == 0 ? "" : ", ");
                    switch (columns[i])
                    {
                        case SameColumn:
                            statement.Append(same[i]);
                            break;
                        case NumberColumn number:
                            statement.Append(number.Values[row]?.ToString(CultureInfo.InvariantCulture) ?? Null);
                            break;
                        case TextColumn text:
                            inParameters += Append(statement, parameters, text.Values[row]);
                            break;
                        case var other:
                            throw new InvalidOperationException($"Column {other.Name} has no MySQL form.");
                    }
                }

                statement.Append(')');
            }

            await using var command = VendorCommand.Create(connection, transaction, statement.ToString());
            for (var i = 0; i < parameters.Count; i++)
            {
                command.With(Name(i), parameters[i]);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Answers how many characters it takes beside the statement.</summary>
    private static int Append(StringBuilder statement, List<object> parameters, string? value)
    {
        if (value is null)
        {
            statement.Append(Null);
            return 0;
        }

        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            statement.Append('\'').Append(value).Append('\'');
            return 0;
        }

        statement.Append(Parameter(parameters, value));
        return value.Length;
    }

    private static string Literal(List<object> parameters, object value) => value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"'{time:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        _ => Parameter(parameters, value),
    };

    private static string Parameter(List<object> parameters, object value)
    {
        parameters.Add(value);
        return Name(parameters.Count - 1);
    }

    private static string Name(int parameter) => "@p" + parameter.ToString(CultureInfo.InvariantCulture);

    /// <summary>An old install may run without strict mode and would cut a text silently.</summary>
    public override string StrictMode => VendorCommand.Text("Databases.Sql.mysql.strict-mode") + ";";

    public override bool IsDuplicateKey(DbException fault) =>
        fault is MySqlException { Number: (int)MySqlErrorCode.DuplicateKeyEntry };

    // 1048 null, 1062 a key that is taken, 1153 a statement larger than max_allowed_packet (smaller hand-overs have
    // smaller ones), 1264 out of range, 1265 truncated, 1292 wrong value, 1364 no default, 1366 wrong character, 1406
    // too long, 3988 not in the column's character set.
    public override bool IsBadRow(DbException fault) => fault is MySqlException { Number: 1048 or 1062 or 1153 or 1264 or 1265 or 1292 or 1364 or 1366 or 1406 or 3988 };

    public override async Task CreateIndexAsync(
        DbConnection connection,
        string index,
        string table,
        string column,
        CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, IndexStatement(index, table, column));
        command.CommandTimeout = IndexSeconds;
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (MySqlException fault) when (fault.Number == (int)MySqlErrorCode.DuplicateKeyName)
        {
            // Another process made the same index a moment ago.
        }
    }

    public override string IndexStatement(string index, string table, string column) =>
        $"CREATE INDEX {VendorCommand.Identifier(index)} ON {VendorCommand.Identifier(table)} ({VendorCommand.Identifier(column)})";

    public override async Task<IReadOnlyDictionary<string, string>> CharacterSetsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand
            .Create(connection, null, VendorCommand.Text("Databases.Sql.mysql.character-sets")).With("@table", table);
        var sets = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sets[reader.GetString(0)] = reader.GetString(1);
        }

        return sets;
    }

    public override async Task GuardAsync(
        DbConnection connection, DbTransaction transaction, string table, CancellationToken cancellationToken)
    {
        if (_guarded.TryGetValue(table, out var at) && Stopwatch.GetElapsedTime(at) < GuardEvery)
        {
            return;
        }

        var asked = Stopwatch.GetTimestamp();
        if (await FindTransactionProblemAsync(connection, transaction, table, cancellationToken) is { } problem)
        {
            throw new VendorDatabaseException(problem);
        }

        _guarded[table] = asked;
    }

    public override async Task<string?> FindTransactionProblemAsync(
        DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand
            .Create(connection, transaction, VendorCommand.Text("Databases.Sql.mysql.engine")).With("@table", table);
        var engine = await command.ExecuteScalarAsync(cancellationToken) as string;
        return engine is null || engine.Equals("InnoDB", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The table {table} uses the storage engine {engine}, which has no transactions, so a crash could send twice. Change it: ALTER TABLE {table} ENGINE=InnoDB";
    }
}
