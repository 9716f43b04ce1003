using Gateway.Files;
using Gateway.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>A disk that hangs: the call never comes back and hears no cancellation.</summary>
public sealed class DiskDeadlineTests
{
    [Fact]
    public async Task Leaves_alone_what_does_not_come_back_and_asks_no_more_until_it_does()
    {
        var clock = new FakeTimeProvider();
        var disk = new DiskDeadline(clock);
        var disks = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var waits = disks.Select(hung => disk.RunAsync("nfs", () => hung.Task)).ToList();

        await Eventually.BeAsync(clock, () => Task.FromResult(waits.TrueForAll(wait => wait.IsCompleted)), "every wait has ended");
        Assert.All(waits, wait => Assert.IsType<TimeoutException>(wait.Exception?.InnerException));
        await Assert.ThrowsAsync<TimeoutException>(() => disk.RunAsync<int>("nfs", () => throw new InvalidOperationException("It was asked.")));
        Assert.Equal(7, await disk.RunAsync("ssd", () => Task.FromResult(7)));

        disks[0].SetResult(1);
        await Eventually.BeAsync(async () => await AnswersAsync(disk), "it is asked again");
    }

    private static async Task<bool> AnswersAsync(DiskDeadline disk)
    {
        try
        {
            return await disk.RunAsync("nfs", () => Task.FromResult(true));
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
