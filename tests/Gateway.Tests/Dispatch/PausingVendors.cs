using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>A pause that was answered holds, whatever the hand-over was about to do.</summary>
public sealed class PausingVendors
{
    /// <summary>Of the hand-over's own looks, two of them.</summary>
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(2);

    /// <summary>A count is used again for so long; without one the hand-over begins with it.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(1);

    /// <summary>Held up while it writes, and while it counts.</summary>
    public static TheoryData<DatabaseKind, bool> Cases =>
        new MatrixTheoryData<DatabaseKind, bool>([DatabaseKind.PostgreSql, DatabaseKind.MySql], [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Hands_nothing_over_after_the_answer_when_a_slow_database_held_the_hand_over_up(
        DatabaseKind kind, bool counts)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        if (counts)
        {
            await Task.Delay(Counted, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        string waits;
        await using (await TableLock.TakeAsync(world.Vendor, "agent_msgqueue"))
        {
            waits = await gateway.Api.SendSmsAsync("kshot");
            await TableLock.SomebodyWaitsAsync(world.Vendor, "agent_msgqueue");

            Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        }

        await Task.Delay(Looks, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(0, await world.QueuedRowsAsync(waits));
        Assert.Equal("accepted", await gateway.Api.StatusAsync(waits));

        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);
        await gateway.Api.ReachesAsync(waits, "queued");
    }
}
