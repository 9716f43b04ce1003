using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>
/// Agents that are known from public installations alone: a process that is killed (SIGKILL) at any step of a hand-over
/// to their tables leaves exactly one row, and one that is killed in a cancel leaves a row or none, and the message's
/// end says which.
/// </summary>
public sealed class CrashingSpareTables
{
    private static readonly Dictionary<string, Tables> Known = new()
    {
        ["emma"] = new(
            "Emma",
            "date_client_req",
            new() { ["sms"] = ("em_smt_tran", "mt_refkey"), ["lms"] = ("em_mmt_tran", "mt_refkey") }),
        ["lguplus"] = new(
            "Lguplus",
            "TR_SENDDATE",
            new() { ["sms"] = ("SC_TRAN", "TR_ETC1"), ["lms"] = ("MMS_MSG", "ETC1") }),
    };

    /// <summary>
    /// Where the victim stands when it is killed: a lock, or a gate beside the row. The steps are the same on both
    /// databases (CrashingHandOver), so each agent is killed on one, and in a cancel on the other.
    /// </summary>
    [Theory]
    [InlineData("emma", DatabaseKind.PostgreSql, "before the ledger")]
    [InlineData("emma", DatabaseKind.PostgreSql, "before the row")]
    [InlineData("emma", DatabaseKind.PostgreSql, "after the row")]
    [InlineData("lguplus", DatabaseKind.MySql, "before the ledger")]
    [InlineData("lguplus", DatabaseKind.MySql, "before the row")]
    [InlineData("lguplus", DatabaseKind.MySql, "after the row")]
    public async Task Have_one_row_when_the_process_is_killed_in_a_hand_over(
        string protocol, DatabaseKind kind, string step)
    {
        var channel = step == "after the row" ? "lms" : "sms";
        var (table, key) = Known[protocol].Channels[channel];
        var world = await CreateAsync(protocol, kind);
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            await victim.Api.ReachesAsync(await SendAsync(victim.Api, channel), "queued");
            var gate = step switch
            {
                "before the ledger" => (IAsyncDisposable)await TableLock.TakeAsync(world.Vendor, "gateway_handover"),
                "before the row" => await Gate.CloseAsync(world.Vendor, GateAt.BeforeTheRow, table),
                _ => await Gate.CloseAsync(world.Vendor, GateAt.AfterTheRow, table),
            };
            await using (gate)
            {
                id = await SendAsync(victim.Api, channel);
                await (gate is Gate closed
                    ? closed.SomebodyWaitsAsync()
                    : TableLock.SomebodyWaitsAsync(world.Vendor, "gateway_handover"));
                await victim.KillAsync();
            }
        }

        await using var survivor = await world.StartAsync();
        await survivor.Api.ReachesAsync(id, "queued");
        await Eventually.BeAsync(
            async () => await world.State.CountAsync(
                "SELECT count(*) FROM gateway.handovers WHERE state = {HandoverState.Open}") == 0,
            "no hand-over is in doubt");
        Assert.Equal(2, await world.Vendor.CountAsync($"SELECT count(*) FROM {table}"));
        Assert.Equal(2, await world.Vendor.CountAsync($"SELECT count(DISTINCT {key}) FROM {table}"));
        Assert.Equal(1, await world.State.CountAsync(
            $"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {{EventType.MessageQueued}}"));
    }

    [Theory]
    [InlineData("emma", DatabaseKind.MySql)]
    [InlineData("lguplus", DatabaseKind.PostgreSql)]
    public async Task Say_how_a_cancel_ended_when_the_process_is_killed_between_putting_off_and_deleting(
        string protocol, DatabaseKind kind)
    {
        var (tables, world) = (Known[protocol], await CreateAsync(protocol, kind));
        var (table, _) = tables.Channels["sms"];
        world.Settings[$"Vendors:spare:{tables.Section}:TakeSeconds"] = "5";
        string id;
        await using (var victim = await world.StartProcessAsync())
        {
            id = await SendAsync(victim.Api, "sms");
            await victim.Api.ReachesAsync(id, "queued");
            var due = await DueAsync();
            var canceling = victim.Api.PostAsync($"/v1/messages/{id}/cancel", "");
            await Eventually.BeAsync(async () => await DueAsync() != due, "the row is put off");
            await victim.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => canceling);
        }

        Assert.Equal(1, await RowsAsync());
        world.Settings[$"Vendors:spare:{tables.Section}:TakeSeconds"] = "1";
        await using var survivor = await world.StartAsync();
        var again = await Eventually.GetAsync(
            () => survivor.Api.PostAsync($"/v1/messages/{id}/cancel", ""),
            answer => answer.Status is 200 or 409,
            "the cancel is decided");

        Assert.Equal("canceled", await survivor.Api.StatusAsync(id));
        Assert.True(again.Status == 200, again.ToString());
        Assert.Equal(0, await RowsAsync());

        Task<long> RowsAsync() => world.Vendor.CountAsync($"SELECT count(*) FROM {table}");

        async Task<DateTime> DueAsync() =>
            (DateTime)(await world.Vendor.QueryAsync($"SELECT {tables.Due} AS due FROM {table}")).Single()["due"]!;
    }

    private static async Task<PrivateGateway> CreateAsync(string protocol, DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        foreach (var name in new[] { "Database", "ConnectionString", "CreateTables" })
        {
            world.Settings.Remove($"Vendors:kshot:{name}", out var value);
            world.Settings[$"Vendors:spare:{name}"] = value!;
        }

        world.Settings.Remove("Vendors:kshot:Protocol");
        world.Settings["Vendors:spare:Protocol"] = protocol;
        world.Settings["Vendors:spare:Channels"] = "sms,lms";
        return world;
    }

    private static async Task<string> SendAsync(Api api, string channel)
    {
        var answer = await api.PostAsync(
            "/v1/messages",
            $$"""{ "channel": "{{channel}}", "vendor": "spare", "from": "15777985", "to": "01012341234", "text": "본문" }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return (string)answer.Json["messages"]![0]!["id"]!;
    }

    /// <param name="Section">Of the protocol's settings.</param>
    /// <param name="Due">The column with a row's time, of the queue of SMS.</param>
    /// <param name="Channels">The queue of each channel, and its column with our key.</param>
    private sealed record Tables(
        string Section, string Due, Dictionary<string, (string Table, string Key)> Channels);
}
