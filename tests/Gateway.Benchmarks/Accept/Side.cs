using System.Text.Json.Serialization;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>One of the things that are compared: a running server, its database and the request that it gets.</summary>
internal sealed class Side(string name, string description, ServerProcess server, TestDatabase database, string tables, RequestTemplate request)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public Task WarmAsync(int connections, TimeSpan duration) => LoadGenerator.RunAsync(server.Address, request, connections, duration);

    /// <summary>Measures one window on empty tables, after a moment of load that does not count.</summary>
    public async Task<Window> MeasureAsync(int connections, TimeSpan duration, PostgresUsage postgres)
    {
        // Without the checkpoint, the one that this side's writes make due would fall into another side's window.
        await database.ExecuteAsync($"TRUNCATE {tables}");
        await database.ExecuteAsync("CHECKPOINT");
        await LoadGenerator.RunAsync(server.Address, request, connections, TimeSpan.FromMilliseconds(300));
        var serverBefore = ProcessUsage.CpuSeconds(server.Id);
        var databaseBefore = postgres.CpuSeconds();
        var ownBefore = ProcessUsage.CpuSeconds(Environment.ProcessId);
        var load = await LoadGenerator.RunAsync(server.Address, request, connections, duration);
        return new Window
        {
            PerSecond = load.PerSecond,
            P50 = load.Percentile(0.5),
            P99 = load.Percentile(0.99),
            Accepted = load.Accepted,
            Errors = load.Errors,
            ServerCpu = ProcessUsage.CpuSeconds(server.Id) - serverBefore,
            DatabaseCpu = postgres.CpuSeconds() - databaseBefore,
            GeneratorCpu = ProcessUsage.CpuSeconds(Environment.ProcessId) - ownBefore,
            PeakMegabytes = ProcessUsage.PeakMegabytes(server.Id),
        };
    }
}

/// <summary>What one window brought. Latencies in milliseconds, processor time in seconds.</summary>
internal sealed record Window
{
    public required double PerSecond { get; init; }

    public required double P50 { get; init; }

    public required double P99 { get; init; }

    public required int Accepted { get; init; }

    public required int Errors { get; init; }

    public required double ServerCpu { get; init; }

    public required double DatabaseCpu { get; init; }

    public required double GeneratorCpu { get; init; }

    public required double PeakMegabytes { get; init; }

    /// <summary>Server and database together, a request: moves less than the rates when others use the machine.</summary>
    [JsonIgnore]
    public double Work => (ServerCpu + DatabaseCpu) / Accepted;
}
