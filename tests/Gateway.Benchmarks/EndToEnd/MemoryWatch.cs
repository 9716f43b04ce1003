using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>Looks at the gateway's memory while it works: under a steady load it must not grow.</summary>
internal sealed class MemoryWatch(ServerProcess server, bool tells)
{
    /// <summary>The last third may have this much more than the first.</summary>
    private const double MayGrow = 1.1;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<double> _megabytes = [];

    public async Task RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        var minutes = 0;
        for (var passed = TimeSpan.Zero; passed < duration; passed = TimeProvider.System.GetElapsedTime(started))
        {
            _megabytes.Add(ProcessUsage.Megabytes(server.Id));
            if (tells && passed >= minutes * Minute)
            {
                Console.WriteLine($"  minute {minutes,3}: RSS {_megabytes[^1],6:N0} MB");
                minutes++;
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    public void Check()
    {
        var third = _megabytes.Count / 3;
        if (third == 0)
        {
            throw new BenchmarkException("The soak was too short to say anything.");
        }

        var (first, last) = (Comparison.Median(_megabytes.Take(third)), Comparison.Median(_megabytes.TakeLast(third)));
        Console.WriteLine($"  RSS, first third {first:N0} MB, last third {last:N0} MB");
        if (last > first * MayGrow)
        {
            throw new BenchmarkException($"The gateway's memory grows under a steady load: {first:N0} MB, then {last:N0} MB.");
        }
    }
}
