using System.Data.Common;
using MySql.Data.MySqlClient;
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

    /// <summary>MySQL or MariaDB; the character set is utf8mb4 unless the connection string names another.</summary>
    public static AgentDatabase MySql(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.CharacterSet))
            builder.CharacterSet = "utf8mb4";
        var text = builder.ConnectionString;
        return new AgentDatabase(new MySqlDialect(), () => new MySqlConnection(text));
    }

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
