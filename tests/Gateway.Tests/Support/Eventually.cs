using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Waits for a condition, never for luck: looks often, and fails with what it last saw when the time is over.</summary>
internal static class Eventually
{
    /// <summary>Loops that nothing wakes look once a second: beside other tests there is time for some hundred looks.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(200);

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

    /// <summary>
    /// The same, while a clock that the test moves goes on: a loop that was at work when it was last moved begins its pause only after that, and would wait for ever.
    /// </summary>
    public static Task BeAsync(FakeTimeProvider clock, Func<Task<bool>> look, string what, int seconds = 20) => BeAsync(
        () =>
        {
            clock.Advance(ClockStep);
            return look();
        },
        what,
        seconds);

    public static Task BeAsync(Func<Task<bool>> look, string what, int seconds = 20) => GetAsync(look, seen => seen, what, seconds);
}
