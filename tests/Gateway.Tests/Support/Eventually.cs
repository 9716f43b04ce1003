using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Waits for a condition, never for luck: looks often, and fails with what it last saw when the time is over.</summary>
internal static class Eventually
{
    /// <summary>Loops that nothing wakes look once a second: beside other tests there is time for some hundred looks.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(200);

    /// <summary>The pause between two looks is a tenth of what was waited: a look costs processor time that the gateway needs.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    public static Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> isIt, string what, int seconds = 20) =>
        GetAsync(look, isIt, what, seconds, LongestPause);

    public static Task BeAsync(Func<Task<bool>> look, string what, int seconds = 20) =>
        GetAsync(look, seen => seen, what, seconds);

    /// <summary>
    /// The same, while a clock that the test moves goes on: a loop that was at work when it was last moved begins its pause only after that, and would wait for ever.
    /// </summary>
    public static Task BeAsync(FakeTimeProvider clock, Func<Task<bool>> look, string what, int seconds = 20)
    {
        return GetAsync(LookLaterAsync, seen => seen, what, seconds, ShortestPause);

        Task<bool> LookLaterAsync()
        {
            clock.Advance(ClockStep);
            return look();
        }
    }

    private static async Task<T> GetAsync<T>(
        Func<Task<T>> look, Func<T, bool> isIt, string what, int seconds, TimeSpan longestPause)
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

            var pause = TimeSpan.FromTicks(Math.Clamp(clock.Elapsed.Ticks / 10, ShortestPause.Ticks, longestPause.Ticks));
            await Task.Delay(pause, TimeProvider.System);
        }
    }
}
