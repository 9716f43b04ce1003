using System.Data.Common;
using System.Globalization;
using System.Text;
using MySql.Data.MySqlClient;

namespace Gateway.Vendors.Databases;

/// <summary>MySQL and MariaDB through Oracle's Connector/NET.</summary>
internal sealed class MySqlDatabase : VendorDatabase
{
    /// <summary>
    /// A statement is cut here, because the server refuses packets above max_allowed_packet (4 MiB on MySQL 5.7 by default) and text grows when escaped.
    /// </summary>
    private const int StatementCharacters = 500_000;

    private const int StatementRows = 500;

    private readonly string _connectionString;

    public MySqlDatabase(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString);
        if (!connectionString.Contains("charset", StringComparison.OrdinalIgnoreCase) && !connectionString.Contains("character set", StringComparison.OrdinalIgnoreCase))
        {
            builder.CharacterSet = "utf8mb4";
        }

        // The manuals have numbers in TINYINT(1), which the driver would read as true and false.
        builder.TreatTinyAsBoolean = false;

        // Without it the driver says "changed rows" for deletes and updates in some versions, "matched rows" in others.
        builder.UseAffectedRows = true;
        _connectionString = builder.ConnectionString;
    }

    public override string Dialect => "mysql";

    public override DbConnection CreateConnection() => new MySqlConnection(_connectionString);

    /// <summary>Statements of several hundred rows each; a round trip for each row costs four times as much. Parameters, because escaping depends on the server's mode.</summary>
    public override async Task InsertAsync(
        DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<Column> columns, int rows, CancellationToken cancellationToken)
    {
        var head = $"INSERT INTO {VendorCommand.Identifier(table)} ({string.Join(", ", columns.Select(column => VendorCommand.Identifier(column.Name)))}) VALUES ";
        var row = 0;
        while (row < rows)
        {
            var statement = new StringBuilder(head);
            var parameters = new List<(string Name, object? Value)>();
            var characters = 0;
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] is SameColumn same)
                {
                    parameters.Add((Name(i), same.Value));
                }
            }

            for (var inStatement = 0; row < rows && inStatement < StatementRows && characters < StatementCharacters; inStatement++, row++)
            {
                statement.Append(inStatement == 0 ? "(" : ", (");
                for (var i = 0; i < columns.Count; i++)
                {
                    var name = columns[i] is SameColumn ? Name(i) : Name(i, inStatement);
                    statement.Append(i == 0 ? "" : ", ").Append(name);
                    if (columns[i] is TextColumn text)
                    {
                        parameters.Add((name, text.Values[row]));
                        characters += text.Values[row]?.Length ?? 0;
                    }
                    else if (columns[i] is NumberColumn number)
                    {
                        parameters.Add((name, number.Values[row]));
                    }
                }

                statement.Append(')');
            }

            await using var command = VendorCommand.Create(connection, transaction, statement.ToString());
            foreach (var (name, value) in parameters)
            {
                command.With(name, value);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>An old install may run without strict mode and would cut a text silently.</summary>
    public override async Task UseStrictModeAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, transaction, VendorCommand.Text("Databases.Sql.mysql.strict-mode"));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override bool IsDuplicateKey(DbException fault) => fault is MySqlException { Number: (int)MySqlErrorCode.DuplicateKeyEntry };

    // 1048 null, 1062 a key that is taken, 1264 out of range, 1265 truncated, 1292 wrong value, 1364 no default, 1366 wrong character, 1406 too long, 3988 not in the column's character set.
    public override bool IsBadRow(DbException fault) => fault is MySqlException { Number: 1048 or 1062 or 1264 or 1265 or 1292 or 1364 or 1366 or 1406 or 3988 };

    public override async Task CreateIndexAsync(DbConnection connection, string index, string table, string column, CancellationToken cancellationToken)
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

    public override async Task<string?> FindTransactionProblemAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, VendorCommand.Text("Databases.Sql.mysql.engine")).With("@table", table);
        var engine = await command.ExecuteScalarAsync(cancellationToken) as string;
        return engine is null || engine.Equals("InnoDB", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The table {table} uses the storage engine {engine}, which has no transactions, so a crash could send twice. Change it: ALTER TABLE {table} ENGINE=InnoDB";
    }

    private static string Name(int column) => "@s" + column.ToString(CultureInfo.InvariantCulture);

    private static string Name(int column, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"@r{row}c{column}");
}
