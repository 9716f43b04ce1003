using System.Globalization;
using MySqlConnector;

namespace Gateway.Benchmarks.Running;

/// <summary>Processor time of the whole MariaDB server, when it runs on this machine.</summary>
internal sealed class MariaDbUsage
{
    private readonly int _server;

    private MariaDbUsage(int server) => _server = server;

    public static async Task<MariaDbUsage> FindAsync(string? connectionString)
    {
        if (connectionString is null)
        {
            return new MariaDbUsage(0);
        }

        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("SELECT @@pid_file", connection);
        var file = (string)(await command.ExecuteScalarAsync())!;
        return new MariaDbUsage(File.Exists(file) ? int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Zero when it is elsewhere.</summary>
    public double CpuSeconds() => _server == 0 ? 0 : ProcessUsage.CpuSeconds(_server);
}
