using System.Data;
using System.Data.Common;

namespace Gateway.Simulator.Agents;

/// <summary>One open connection: runs texts, outside or inside a transaction.</summary>
internal sealed class Session(DbConnection connection, Dialect dialect) : IAsyncDisposable
{
    // A dead lock with the customer's inserts passes by itself; one that comes back this often is a fault to show.
    private const int Attempts = 5;

    private DbTransaction? _transaction;

    public Dialect Dialect => dialect;

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public async Task<int> ExecuteAsync(
        string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var command = Commands.Create(connection, _transaction, dialect, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<List<T>> QueryAsync<T>(
        string sql,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values)
    {
        await using var command = Commands.Create(connection, _transaction, dialect, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    public Task<List<long>> IdsAsync(
        string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values) =>
        QueryAsync(sql, reader => reader.Long(0), cancellationToken, values);

    /// <summary>
    /// Runs the work as one transaction, again from its start after a dead lock. READ COMMITTED keeps the agent's locks
    /// off the customer's inserts.
    /// </summary>
    public async Task<T> TransactAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            _transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            try
            {
                var result = await work();
                await _transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (DbException exception) when (attempt < Attempts && dialect.IsDeadlock(exception))
            {
                await _transaction.RollbackAsync(cancellationToken);
            }
            finally
            {
                await _transaction.DisposeAsync();
                _transaction = null;
            }
        }
    }

    /// <summary>The table's columns in their order; empty when there is no such table.</summary>
    public Task<List<string>> ColumnsAsync(string table, CancellationToken cancellationToken) =>
        QueryAsync(dialect.Columns, reader => reader.GetString(0), cancellationToken, ("table", table));

    /// <summary>The names of the tables that begin with the prefix.</summary>
    public Task<List<string>> TablesAsync(string prefix, CancellationToken cancellationToken) =>
        QueryAsync(
            dialect.Tables,
            reader => reader.GetString(0),
            cancellationToken,
            ("pattern", prefix.Replace("_", "!_", StringComparison.Ordinal) + "%"));
}
