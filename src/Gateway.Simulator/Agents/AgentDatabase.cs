using System.Data.Common;
using MySqlConnector;
using Npgsql;

namespace Gateway.Simulator.Agents;

/// <summary>The database in which an agent finds its tables.</summary>
public sealed class AgentDatabase
{
    private readonly Func<DbConnection> _connect;

    private AgentDatabase(Dialect dialect, Func<DbConnection> connect)
    {
        Dialect = dialect;
        _connect = connect;
    }

    internal Dialect Dialect { get; }

    /// <summary>MySQL or MariaDB.</summary>
    public static AgentDatabase MySql(string connectionString) =>
        new(new MySqlDialect(), () => new MySqlConnection(connectionString));

    /// <summary>PostgreSQL; table and column names are folded to lower case.</summary>
    public static AgentDatabase PostgreSql(string connectionString) =>
        new(new PostgreSqlDialect(), () => new NpgsqlConnection(connectionString));

    internal async Task<Session> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = _connect();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new Session(connection, Dialect);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
