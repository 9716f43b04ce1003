using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>
/// A process that is killed (SIGKILL) at any step of a hand-over to the U+ Agent's tables leaves exactly one row, and one
/// that is killed in a cancel leaves a row or none, and the message's end says which.
/// </summary>
public sealed class CrashingLguplus
{
    /// <summary>Of the row, a lock or a gate where the victim stands when it is killed.</summary>
    public static MatrixTheoryData<DatabaseKind, string, string> Steps => new(
        [DatabaseKind.PostgreSql, DatabaseKind.MySql], ["sms", "lms"], ["before the ledger", "before the row", "after the row"]);

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Leaves_one_row_when_killed_in_a_hand_over(DatabaseKind kind, string channel, string step)
    {
        var world = await CreateAsync(kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await victim.Api.ReachesAsync(await SendAsync(victim.Api, channel), "queued");
            var gate = step switch
            {
                "before the ledger" => (IAsyncDisposable)await TableLock.TakeAsync(world.Vendor, "gateway_handover"),
                "before the row" => await Gate.CloseAsync(world.Vendor, GateAt.BeforeTheRow, TableOf(channel)),
                _ => await Gate.CloseAsync(world.Vendor, GateAt.AfterTheRow, TableOf(channel)),
            };
            await using (gate)
            {
                id = await SendAsync(victim.Api, channel);
                await (gate is Gate closed ? closed.SomebodyWaitsAsync() : TableLock.SomebodyWaitsAsync(world.Vendor, "gateway_handover"));
                await victim.KillAsync();
            }
        }

        await using var survivor = await world.StartProcessAsync();
        await survivor.Api.ReachesAsync(id, "queued");
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.handovers WHERE state = {HandoverState.Open}") == 0, "no hand-over is in doubt");
        Assert.Equal(1, await RowsAsync(world, channel, id));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {{EventType.MessageQueued}}"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Ends_a_cancel_by_what_the_table_says_when_killed_between_putting_off_and_deleting(DatabaseKind kind)
    {
        var world = await CreateAsync(kind);
        world.Settings["Vendors:uplus:Lguplus:TakeSeconds"] = "5";
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            id = await SendAsync(victim.Api, "sms");
            await victim.Api.ReachesAsync(id, "queued");
            var due = await DueAsync(world);
            var canceling = victim.Api.PostAsync($"/v1/messages/{id}/cancel", "");
            await Eventually.BeAsync(async () => await DueAsync(world) != due, "the row is put off");
            await victim.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => canceling);
        }

        Assert.Equal(1, await RowsAsync(world, "sms", id));
        world.Settings["Vendors:uplus:Lguplus:TakeSeconds"] = "1";
        await using var survivor = await world.StartProcessAsync();
        var again = await Eventually.GetAsync(() => survivor.Api.PostAsync($"/v1/messages/{id}/cancel", ""), answer => answer.Status is 200 or 409, "the cancel is decided");

        Assert.Equal("canceled", await survivor.Api.StatusAsync(id));
        Assert.True(again.Status == 200, again.ToString());
        Assert.Equal(0, await RowsAsync(world, "sms", id));
    }

    private static async Task<PrivateGateway> CreateAsync(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        foreach (var name in new[] { "Database", "ConnectionString", "CreateTables" })
        {
            world.Settings.Remove($"Vendors:kshot:{name}", out var value);
            world.Settings[$"Vendors:uplus:{name}"] = value!;
        }

        world.Settings.Remove("Vendors:kshot:Protocol");
        world.Settings["Vendors:uplus:Protocol"] = "lguplus";
        world.Settings["Vendors:uplus:Channels"] = "sms,lms";
        return world;
    }

    private static async Task<string> SendAsync(Api api, string channel)
    {
        var answer = await api.PostAsync("/v1/messages", $$"""{ "channel": "{{channel}}", "vendor": "uplus", "from": "15777985", "to": "01012341234", "text": "본문" }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    private static string TableOf(string channel) => channel == "sms" ? "SC_TRAN" : "MMS_MSG";

    private static Task<long> RowsAsync(PrivateGateway world, string channel, string id) => world.Vendor.CountAsync(
        $"SELECT count(*) FROM {TableOf(channel)} WHERE {(channel == "sms" ? "TR_ETC1" : "ETC1")} = '{Guid.Parse(id):N}'");

    private static async Task<DateTime> DueAsync(PrivateGateway world) =>
        (DateTime)(await world.Vendor.QueryAsync("SELECT TR_SENDDATE AS due FROM SC_TRAN")).Single()["due"]!;
}
