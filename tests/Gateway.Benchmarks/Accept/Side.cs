using System.Text.Json.Serialization;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>One of the things that are compared: a running server and the request that it gets.</summary>
internal sealed class Side(string name, string description, IMeasuredServer server, RequestTemplate request)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public Task WarmAsync(int connections, TimeSpan duration) =>
        LoadGenerator.RunAsync(server.Addresses, [request], connections, duration);

    /// <summary>Measures one window, beginning with nothing stored, after a moment of load that does not count.</summary>
    public async Task<Window> MeasureAsync(int connections, TimeSpan duration, PostgresUsage postgres)
    {
        await server.PrepareAsync();
        await LoadGenerator.RunAsync(server.Addresses, [request], connections, TimeSpan.FromMilliseconds(300));
        var serverBefore = server.Processes.Sum(ProcessUsage.CpuSeconds);
        var databaseBefore = postgres.CpuSeconds();
        var ownBefore = ProcessUsage.CpuSeconds(Environment.ProcessId);
        var load = await LoadGenerator.RunAsync(server.Addresses, [request], connections, duration);
        var window = new Window
        {
            PerSecond = load.PerSecond,
            P50 = load.Percentile(0.5),
            P99 = load.Percentile(0.99),
            Accepted = load.Accepted,
            Errors = load.Errors,
            ServerCpu = server.Processes.Sum(ProcessUsage.CpuSeconds) - serverBefore,
            DatabaseCpu = postgres.CpuSeconds() - databaseBefore,
            GeneratorCpu = ProcessUsage.CpuSeconds(Environment.ProcessId) - ownBefore,
            PeakMegabytes = server.Processes.Sum(ProcessUsage.PeakMegabytes),
        };
        await server.SettleAsync();
        return window;
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
