using System.Data;
using System.Data.Common;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Databases;

/// <summary>What differs between the database systems that can hold a vendor's tables.</summary>
internal abstract class VendorDatabase
{
    /// <summary>A month of an agent's log may have millions of rows.</summary>
    public const int IndexSeconds = 600;

    /// <summary>Short beside the time in which trouble is told, long beside a hand-over.</summary>
    public static readonly TimeSpan GuardEvery = TimeSpan.FromSeconds(2);

    public abstract DatabaseKind Kind { get; }

    /// <summary>The folder name of this system's own statements.</summary>
    public string Dialect => Kind switch
    {
        DatabaseKind.PostgreSql => "postgresql",
        DatabaseKind.MySql => "mysql",
    };

    /// <summary>
    /// How EF Core speaks with this system. One object for all vendors of a system, because each different one would
    /// bring services of its own.
    /// </summary>
    public abstract DbContextOptions<VendorContext> ContextOptions { get; }

    /// <summary>A name in the spelling of the database, in this system's quotes.</summary>
    public abstract string Quote(string name);

    public abstract DbConnection CreateConnection();

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>READ COMMITTED everywhere: MySQL's default would lock gaps in a table that an agent works on.</summary>
    public static ValueTask<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    /// <summary>
    /// Inserts all rows in their order. The caller owns the transaction. The fault of a single row says why, for its
    /// sender.
    /// </summary>
    public async Task InsertAsync(
        DbConnection connection,
        DbTransaction transaction,
        string table,
        IReadOnlyList<Column> columns,
        int rows,
        CancellationToken cancellationToken)
    {
        await GuardAsync(connection, transaction, table, cancellationToken);
        try
        {
            await InsertRowsAsync(connection, transaction, table, columns, rows, cancellationToken);
        }
        catch (DbException fault) when (rows == 1 && IsBadRow(fault))
        {
            RowReason.Attach(fault, columns, await WidthsAsync(table, cancellationToken));
            throw;
        }
    }

    /// <summary>
    /// PostgreSQL says how wide a column is, and not which. Its transaction is over, so another connection asks.
    /// </summary>
    private async Task<IReadOnlyDictionary<string, long?>> WidthsAsync(
        string table, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            return await ColumnsAsync(connection, table, cancellationToken);
        }
        catch (DbException)
        {
            return new Dictionary<string, long?>(); // The reason is told without it.
        }
    }

    /// <summary>
    /// Throws when a table that was found fit has lost its transactions since: somebody has changed it while it is in
    /// use. Asked again after <see cref="GuardEvery"/>.
    /// </summary>
    public virtual Task GuardAsync(
        DbConnection connection, DbTransaction transaction, string table, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>The statements of <see cref="InsertAsync"/>.</summary>
    protected abstract Task InsertRowsAsync(
        DbConnection connection,
        DbTransaction transaction,
        string table,
        IReadOnlyList<Column> columns,
        int rows,
        CancellationToken cancellationToken);

    /// <summary>
    /// A statement that makes this session refuse what does not fit, instead of cutting it, with what separates it from
    /// the next one; empty where that is so anyway.
    /// </summary>
    public virtual string StrictMode => "";

    /// <summary>True when the fault says that a unique key has the value already.</summary>
    public abstract bool IsDuplicateKey(DbException fault);

    /// <summary>True when the fault lies in the data of a row, so that another row might go in.</summary>
    public abstract bool IsBadRow(DbException fault);

    /// <summary>Creates an index without stopping those who write.</summary>
    public abstract Task CreateIndexAsync(
        DbConnection connection,
        string index,
        string table,
        string column,
        CancellationToken cancellationToken);

    /// <summary>The statement for <see cref="CreateIndexAsync"/>, to be shown to an operator.</summary>
    public abstract string IndexStatement(string index, string table, string column);

    /// <summary>Tables of the current schema whose name starts so, in the spelling of the database.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync(
        DbConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var pattern = prefix.Replace("_", "!_", StringComparison.Ordinal) + "%";
        await using var command = VendorCommand.Create(connection, null, VendorCommand.Text($"Databases.Sql.{Dialect}.tables")).With("@pattern", pattern);
        return await ReadNamesAsync(command, cancellationToken);
    }

    /// <summary>
    /// Columns of a table, compared without case, with the most letters that they hold, where there is such a bound;
    /// empty when there is no such table.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long?>> ColumnsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, long?>(StringComparer.OrdinalIgnoreCase);
        await using var command = OfTable(connection, "columns", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            columns[reader.GetString(0)] = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.Long(1);
        }

        return columns;
    }

    /// <summary>Columns of a table that stand first in an index.</summary>
    public async Task<IReadOnlySet<string>> IndexedColumnsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = OfTable(connection, "indexed-columns", table);
        return (await ReadNamesAsync(command, cancellationToken)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Null when the table takes part in transactions, else what is wrong with it.</summary>
    public abstract Task<string?> FindTransactionProblemAsync(
        DbConnection connection, DbTransaction? transaction, string table, CancellationToken cancellationToken);

    /// <summary>The character sets of a table's text columns, by their names.</summary>
    public abstract Task<IReadOnlyDictionary<string, string>> CharacterSetsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken);

    private DbCommand OfTable(DbConnection connection, string statement, string table) =>
        VendorCommand.Create(connection, null, VendorCommand.Text($"Databases.Sql.{Dialect}.{statement}")).With(
            "@table", table);

    private static async Task<IReadOnlyList<string>> ReadNamesAsync(
        DbCommand command, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
