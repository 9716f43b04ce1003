using System.Text.Json.Serialization;

namespace Gateway.Benchmarks.Running;

/// <summary>What a piece of work brought: how many of what it is about, in what time, and latencies in milliseconds where it has any.</summary>
internal readonly record struct Done(long Count, TimeSpan Took, double? P50 = null, double? P99 = null);

/// <summary>What one window of a side brought. Processor time in seconds.</summary>
internal sealed record Reading
{
    public required long Count { get; init; }

    public required double Seconds { get; init; }

    public required double? P50 { get; init; }

    public required double? P99 { get; init; }

    public required double ServerCpu { get; init; }

    public required double PostgresCpu { get; init; }

    public required double MariaDbCpu { get; init; }

    /// <summary>Of this program: the load, or a bound that runs in it.</summary>
    public required double OwnCpu { get; init; }

    public required double PeakMegabytes { get; init; }

    public double PerSecond => Count / Seconds;

    /// <summary>All of it, in µs for each one: moves less than the rates when others use the machine.</summary>
    [JsonIgnore]
    public double Work => (ServerCpu + PostgresCpu + MariaDbCpu + OwnCpu) / Count * 1_000_000;
}

/// <summary>Takes windows: the work with the processor time that everybody spent on it.</summary>
internal sealed class Meter
{
    private readonly PostgresUsage _postgres;
    private readonly MariaDbUsage _mariaDb;

    private Meter(PostgresUsage postgres, MariaDbUsage mariaDb) => (_postgres, _mariaDb) = (postgres, mariaDb);

    public static async Task<Meter> CreateAsync() => new(await PostgresUsage.FindAsync(Settings.Postgres), await MariaDbUsage.FindAsync(Settings.MySql));

    /// <param name="server">The process that does the work.</param>
    /// <param name="work">The work.</param>
    public Task<Reading> MeasureAsync(ServerProcess server, Func<Task<Done>> work) => MeasureAsync([server], work);

    /// <param name="servers">The processes that do the work; none when this program does.</param>
    /// <param name="work">The work.</param>
    public async Task<Reading> MeasureAsync(IReadOnlyList<ServerProcess> servers, Func<Task<Done>> work)
    {
        var (serverBefore, ownBefore) = (Servers(servers), ProcessUsage.CpuSeconds(Environment.ProcessId));
        var (postgresBefore, mariaDbBefore) = (_postgres.CpuSeconds(), _mariaDb.CpuSeconds());
        var done = await work();
        return new Reading
        {
            Count = done.Count > 0 ? done.Count : throw new BenchmarkException("Nothing was done in a window."),
            Seconds = done.Took.TotalSeconds,
            P50 = done.P50,
            P99 = done.P99,
            ServerCpu = Servers(servers) - serverBefore,
            PostgresCpu = _postgres.CpuSeconds() - postgresBefore,
            MariaDbCpu = _mariaDb.CpuSeconds() - mariaDbBefore,
            OwnCpu = ProcessUsage.CpuSeconds(Environment.ProcessId) - ownBefore,
            PeakMegabytes = servers.Sum(static server => ProcessUsage.PeakMegabytes(server.Id)),
        };
    }

    private static double Servers(IReadOnlyList<ServerProcess> servers) =>
        servers.Sum(static server => ProcessUsage.CpuSeconds(server.Id));
}
