using System.Diagnostics;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Waits for a condition, never for luck: looks often, and fails with what it last saw when the time is over.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> isIt, string what, int seconds = 20)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (isIt(seen))
            {
                return seen;
            }

            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                Assert.Fail($"After {seconds} s still not: {what}. Last seen: {seen}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task BeAsync(Func<Task<bool>> look, string what, int seconds = 20) => GetAsync(look, seen => seen, what, seconds);
}
