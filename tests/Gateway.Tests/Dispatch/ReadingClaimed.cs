using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>What was claimed is read from the table of its month, and waits again when it cannot be read.</summary>
public sealed class ReadingClaimed
{
    private const string Waiting = "SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Waiting}";

    [Fact]
    public async Task Finds_messages_whose_month_has_no_table_of_its_own()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        var messages = await WaitAsync(gateway);
        await RenameMonthAsync(world);

        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);

        foreach (var message in messages)
        {
            await gateway.Api.ReachesAsync(message, "queued");
        }

        Assert.Equal(messages.Count, await world.QueuedRowsAsync());
    }

    [Fact]
    public async Task Lets_messages_wait_again_that_cannot_be_read_and_writes_each_once_when_they_can()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);

        // Nobody else gives them back.
        world.Settings["Dispatch:ResolveAfterSeconds"] = "3600";
        await using var gateway = await world.StartAsync();
        var messages = await WaitAsync(gateway);
        await world.State.ExecuteAsync("ALTER TABLE gateway.optouts RENAME TO optouts_elsewhere");

        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/resume", "")).Status);
        await Eventually.BeAsync(
            async () => await world.State.CountAsync(
                "SELECT count(*) FROM gateway.handovers WHERE state = {HandoverState.NeverWritten}") > 0
                && await world.State.CountAsync(Waiting) == messages.Count,
            "what could not be read waits again");
        Assert.Equal(0, await world.QueuedRowsAsync());
        await world.State.ExecuteAsync("ALTER TABLE gateway.optouts_elsewhere RENAME TO optouts");

        foreach (var message in messages)
        {
            await gateway.Api.ReachesAsync(message, "queued");
        }

        Assert.Equal(messages.Count, await world.QueuedRowsAsync());
    }

    /// <summary>Messages that wait for a paused vendor.</summary>
    private static async Task<IReadOnlyList<string>> WaitAsync(IGateway gateway)
    {
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        return
        [
            await gateway.Api.SendSmsAsync("kshot"),
            await gateway.Api.SendSmsAsync("kshot"),
            await gateway.Api.SendSmsAsync("kshot"),
        ];
    }

    /// <summary>Its rows stay where they are; only nobody finds them by the month.</summary>
    private static async Task RenameMonthAsync(PrivateGateway world)
    {
        var tables = await world.State.QueryAsync(
            "SELECT DISTINCT tableoid::regclass::text AS name FROM gateway.messages");
        foreach (var table in tables)
        {
            var name = $"{table["name"]}";
            await world.State.ExecuteAsync($"ALTER TABLE {name} RENAME TO {name["gateway.".Length..]}_elsewhere");
        }
    }
}
