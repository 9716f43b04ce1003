using System.Net;
using Npgsql;

namespace Gateway.Benchmarks.Running;

/// <summary>Processor time of the whole PostgreSQL server, when it runs on this machine.</summary>
internal sealed class PostgresUsage
{
    private readonly int _postmaster;

    private PostgresUsage(int postmaster) => _postmaster = postmaster;

    public static async Task<PostgresUsage> FindAsync(string connectionString)
    {
        var host = new NpgsqlConnectionStringBuilder(connectionString).Host;
        if (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            return new PostgresUsage(0);
        }

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return new PostgresUsage(ProcessUsage.ParentId(connection.ProcessID));
    }

    /// <summary>Zero when it is elsewhere.</summary>
    public double CpuSeconds() => _postmaster == 0 ? 0 : ProcessUsage.CpuSecondsWithChildren(_postmaster);
}
