using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// An idle gateway is idle. What wakes it for nothing is seen here: the thread of the runtime's timers wakes about 40
/// times a second while every loop rests, and woke about 100 times while the tables of rate limits and the batches of
/// the log had timers of their own.
/// </summary>
public sealed class Resting
{
    private const int MostWakesASecond = 70;

    [Fact]
    public async Task Wakes_seldom_when_nothing_is_to_do()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.GetAsync("/v1/messages"); // One key and one address are known to the limits.

        var seen = await Eventually.GetAsync(
            () => WakesASecondAsync(gateway.Id),
            wakes => wakes <= MostWakesASecond,
            $"the thread of timers woke at most {MostWakesASecond} times a second",
            60);

        Assert.True(seen > 1, "The loops do look once a second, so a thread that never wakes is not the one of the timers.");
    }

    private static async Task<double> WakesASecondAsync(int process)
    {
        var (before, begun) = (Wakes(process), TimeProvider.System.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        return (Wakes(process) - before) / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }

    private static long Wakes(int process) =>
        (from thread in Directory.GetDirectories($"/proc/{process}/task")
         where File.ReadAllText($"{thread}/comm").Trim() == ".NET Timer"
         from line in File.ReadLines($"{thread}/status")
         where line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal)
         select long.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim(), CultureInfo.InvariantCulture)).Single();
}
